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

const wrongVersion = (
  { versionTold }: DebianServer,
  said: string | undefined,
  upstream: string,
): string[] => {
  const isRight = versionTold ? isVersion(said, upstream) : said === undefined;
  return isRight ? [] : [`version is ${said}, of ${versionTold ? upstream : 'none'}`];
};

/** What is true of a server, by its own tools: its package's version, and the fingerprint of its host key. */
export type Truth = { readonly debian: string; readonly fingerprint: string | undefined };

/** What is wrong about what was learnt of a server; empty where all is right. */
export const mistakes = (
  server: DebianServer,
  { debian, fingerprint }: Truth,
  found: HostFindings,
): string[] => {
  const port: Partial<IdentifiedPort> = found.observations[0] ?? {};
  const hostKey = port.ssh?.fingerprint;
  return [
    ...differences(server.expects ?? {}, port),
    ...differences(server.host ?? {}, found.identity ?? {}),
    ...(hostKey === fingerprint ? [] : [`host key is ${hostKey}, not ${fingerprint}`]),
    ...wrongVersion(server, port.version, upstreamVersion(debian)),
  ];
};
