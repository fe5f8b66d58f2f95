import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '#cli/client.ts';
import type { Run, Task } from '#client/api.d.ts';
import { addressBits } from '#shared/domain/address.ts';
import { type Network, networkOf, parseCidr } from '#shared/domain/network.ts';
import { type Cell, cellsOf } from './cells.ts';
import { knownFrom } from './known.ts';
import { readMaps } from './read-map.ts';

const LEAST_PAUSE_MS = 500;
/** A map that takes long to read is read less often. */
const PAUSE_GROWTH = 4;
/** More tasks than this are shown as a bar alone. */
const MOST_TASKS = 8;
/** What several tasks are shown in together: a map of 256 addresses. */
const MAP_BITS = 8;

/** What a map of these tasks is of: their network, or the 256 addresses that all of them are in; null where there is none. */
export const mapNetworkOf = (tasks: readonly Pick<Task, 'network'>[]): Network | null => {
  const [first, ...more] = tasks.map(({ network }) => parseCidr(network));
  if (!first || more.length >= MOST_TASKS) return null;
  if (more.length === 0) return first;
  const bits = addressBits(first.family);
  const around = networkOf({ family: first.family, value: first.first }, bits - MAP_BITS);
  const isInside = (other: Network | null): boolean =>
    other !== null &&
    other.family === first.family &&
    other.first >> BigInt(MAP_BITS) === around.first >> BigInt(MAP_BITS);
  return first.prefix >= around.prefix && more.every(isInside) ? around : null;
};

/** Epoch second at which the first of these runs began. */
const beginningOf = (runs: readonly Run[]): number =>
  Math.min(
    ...runs.map(({ started_at, scheduled_for }) =>
      Math.floor(Date.parse(started_at ?? scheduled_for) / 1000),
    ),
  );

type Followed = { readonly network: Network; readonly runs: readonly Run[] };

/** The cells of a network as far as these runs have looked at it: what was known before them is not shown. */
export const cellsSeenBy = async (
  client: Client,
  { network, runs }: Followed,
  signal?: AbortSignal,
): Promise<Cell[]> => {
  const tasks = [...new Set(runs.map(({ task_id }) => task_id))];
  const pages = await readMaps(client, tasks, signal);
  return cellsOf(network, knownFrom(network, pages, beginningOf(runs)));
};

/**
 * Reads the map of runs again and again until the signal is aborted. A map is an ornament: where it cannot be read, there
 * is none.
 */
export const followMap = async (
  client: Client,
  followed: Followed,
  { signal, onCells }: { signal: AbortSignal; onCells: (cells: readonly Cell[]) => void },
): Promise<void> => {
  try {
    for (;;) {
      const before = performance.now();
      onCells(await cellsSeenBy(client, followed, signal));
      const pauseMs = Math.max((performance.now() - before) * PAUSE_GROWTH, LEAST_PAUSE_MS);
      await sleep(pauseMs, undefined, { signal });
    }
  } catch {
    // Aborted, or not to be had.
  }
};
