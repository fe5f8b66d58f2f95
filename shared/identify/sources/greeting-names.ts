import type { HostFindings } from '#shared/domain/observation.ts';
import type { HostSource } from '#shared/identify/source.ts';

/** SMTP servers begin with their own full name (RFC 5321 §4.2); many FTP servers do too. */
const GREETING = /^220[ -]([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)(?=[ \\]|$)/;

const namesIn = ({ observations }: HostFindings): string[] =>
  observations.flatMap(({ banner = '' }) => GREETING.exec(banner)?.[1] ?? []);

/** The names by which the host's mail and file servers introduce themselves; nothing is sent. */
export const greetingNames: HostSource = {
  name: 'banner',
  applies: ({ host }) => namesIn(host).length > 0,
  ask: async ({ host }) => ({
    names: [...new Set(namesIn(host))].map((name) => ({ name, source: 'banner' })),
  }),
};
