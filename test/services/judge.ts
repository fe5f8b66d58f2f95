import type { HostFindings, IdentifiedPort } from '#shared/domain/observation.ts';
import type { DebianServer } from './server.ts';

/** `1:9.2p1-2+deb12u3` → `9.2p1`: without Debian's epoch, revision and repacking. */
export const upstreamVersion = (debian: string): string =>
  debian
    .replace(/^\d+:/, '')
    .replace(/-[^-]*$/, '')
    .replace(/[+~](?:dfsg|ds|really).*$/, '');

/** What a server says may have the packager's part behind it. */
const isVersion = (said: string | undefined, upstream: string): boolean =>
  said !== undefined &&
  (said === upstream || (said.startsWith(upstream) && /^[-+~ ]/.test(said.slice(upstream.length))));

const differences = (expected: object, found: object): string[] => {
  const values = new Map<string, unknown>(Object.entries(found));
  return Object.entries(expected)
    .filter(([key, value]) => values.get(key) !== value)
    .map(([key, value]) => `${key} is ${values.get(key)}, not ${value}`);
};

/** What is wrong about what was learnt of a server whose package has that version; empty where all is right. */
export const mistakes = (server: DebianServer, debian: string, found: HostFindings): string[] => {
  const port: Partial<IdentifiedPort> = found.observations[0] ?? {};
  const { version } = port;
  const upstream = upstreamVersion(debian);
  const isRight = server.versionTold ? isVersion(version, upstream) : version === undefined;
  return [
    ...differences(server.expects ?? {}, port),
    ...differences(server.host ?? {}, found.identity ?? {}),
    ...(isRight ? [] : [`version is ${version}, of ${server.versionTold ? upstream : 'none'}`]),
  ];
};
