import { isIP } from 'node:net';
import type { TlsIdentity } from '#shared/domain/identity.ts';
import type { HostFindings } from '#shared/domain/observation.ts';
import type { HostSource } from '#shared/identify/source.ts';

/** A certificate with more names belongs to a whole farm, of which the first few are as good as any. */
const MOST = 4;
const COMMON_NAME = /(?:^|,)CN=([^,]*)/;

const certificatesOf = ({ observations }: HostFindings): TlsIdentity[] =>
  observations.flatMap(({ tls }) => tls ?? []);

/** One host's names: a wildcard names nobody, and an address is none. */
const isName = (name: string): boolean => name !== '' && !name.includes('*') && isIP(name) === 0;

const namesOf = ({ sans, subject }: TlsIdentity): string[] => {
  const names = sans.filter(isName);
  // The subject counts where nothing else is said (RFC 6125 §6.4.4); as a host name it has a dot and no space.
  if (sans.length > 0) return names;
  const [, commonName = ''] = COMMON_NAME.exec(subject) ?? [];
  return /^[^\s.]+(\.[^\s.]+)+$/.test(commonName) ? [commonName].filter(isName) : [];
};

/** The names that the host's certificates are made out to; nothing is sent. */
export const tlsNames: HostSource = {
  name: 'tls',
  applies: ({ host }) => certificatesOf(host).length > 0,
  ask: async ({ host }) => {
    const names = new Set(certificatesOf(host).flatMap(namesOf));
    return { names: [...names].slice(0, MOST).map((name) => ({ name, source: 'tls' })) };
  },
};
