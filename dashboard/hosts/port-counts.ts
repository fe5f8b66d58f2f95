import type { HostRow } from './host-row.ts';

const countBy = <K>(rows: readonly HostRow[], keysOf: (row: HostRow) => Iterable<K>) => {
  const counts = new Map<K, number>();
  for (const row of rows)
    for (const key of keysOf(row)) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
};

/** The ports that are open most often, in the order of their numbers. */
export const commonPorts = (rows: readonly HostRow[], most: number): number[] =>
  [...countBy(rows, ({ open }) => new Set(open.map(({ port }) => port)))]
    .sort(([a, n], [b, m]) => m - n || a - b)
    .slice(0, most)
    .map(([port]) => port)
    .sort((a, b) => a - b);

/** The services that were found, the most frequent first. */
export const commonServices = (rows: readonly HostRow[]): string[] =>
  [...countBy(rows, ({ open }) => new Set(open.flatMap(({ service }) => service ?? [])))]
    .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
    .map(([service]) => service);
