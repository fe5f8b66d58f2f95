import type { WireHost, WirePort } from '#shared/domain/wire.ts';

/** A host as the table and the heat map go through it, worked out once. */
export type HostRow = {
  readonly host: WireHost;
  readonly open: readonly WirePort[];
  /** All that a search looks at, in lower case. */
  readonly text: string;
  /** Place in the order of addresses. */
  readonly index: number;
};

const portTexts = ({ service, product, version, http }: WirePort) => [
  service,
  product,
  version,
  http?.title,
];

const textOf = (host: WireHost, open: readonly WirePort[]): string =>
  [
    host.ip,
    host.hostname,
    host.vendor,
    host.mac,
    ...(host.names ?? []).map(({ name }) => name),
    ...open.flatMap(portTexts),
  ]
    .filter(Boolean)
    .join('\n')
    .toLowerCase();

export const rowOf = (host: WireHost, index: number): HostRow => {
  const open = host.ports.filter(({ state }) => state === 'open');
  return { host, open, text: textOf(host, open), index };
};
