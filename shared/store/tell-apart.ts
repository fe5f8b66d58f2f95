import { formatNetwork, parseCidr } from '#shared/domain/network.ts';
import type { Slices } from './slices.ts';

/** An item as Postgres reads it; null when it is no network at all. */
const canonical = (value: string): string | null => {
  const network = parseCidr(value);
  return network && formatNetwork(network);
};

/** Which items of a run's list are chunks of the run, which only lie inside one, and which have nothing to do with it. */
export const tellApart = async <Item extends { readonly value: string }>(
  runId: number,
  items: readonly Item[],
  slices: Pick<Slices, 'resolve'>,
) => {
  const networks = new Set(items.flatMap(({ value }) => canonical(value) ?? []));
  const found = networks.size > 0 ? await slices.resolve(runId, [...networks]) : [];
  const rows = new Map(found.map((row) => [row.value, row]));
  const rowOf = (item: Item) => rows.get(canonical(item.value) ?? '');
  return {
    chunks: items.flatMap((item) => {
      const row = rowOf(item);
      return row?.exact ? [{ chunkNo: row.chunk_no, item }] : [];
    }),
    covered: items.filter((item) => rowOf(item)?.exact === false),
    strange: items.filter((item) => rowOf(item) === undefined),
  };
};
