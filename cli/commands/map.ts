import type { Client } from '#cli/client.ts';
import { cellsOf } from '#cli/map/cells.ts';
import { knownFrom } from '#cli/map/known.ts';
import { cellJson, mapLines, mapWords } from '#cli/map/map-text.ts';
import { readMaps } from '#cli/map/read-map.ts';
import type { ReachFlags } from '#cli/reach.ts';
import type { Shell } from '#cli/shell.ts';
import { UsageError } from '#cli/usage-error.ts';
import { canvasOn } from '#cli/view/canvas.ts';
import { writeJson } from '#cli/view/json-document.ts';
import type { Task } from '#client/api.d.ts';
import { formatNetwork, type Network, overlaps, parseCidr } from '#shared/domain/network.ts';
import { clipped, printable } from '#shared/domain/printable.ts';
import { withClient } from './with-client.ts';

type Flags = ReachFlags & { readonly json?: boolean };

const LONGEST_SHOWN = 60;

const networkOf = (text: string): Network => {
  const network = parseCidr(text);
  if (network !== null) return network;
  const shown = clipped(printable(text), LONGEST_SHOWN);
  throw new UsageError(`"${shown}" is not a network: netsweep map 10.2.0.0/24`);
};

const tasksIn = async (client: Client, network: Network): Promise<Task[]> => {
  const found: Task[] = [];
  for await (const tasks of client.tasks())
    for (const task of tasks) {
      const other = parseCidr(task.network);
      if (other !== null && overlaps(network, other)) found.push(task);
    }
  return found;
};

/** `netsweep map NETWORK`: what is known of it now, by all tasks that probe any of it. */
export const map = (named: string, { json, ...flags }: Flags, shell: Shell) =>
  withClient(flags, shell, async (client) => {
    const network = networkOf(named);
    const tasks = await tasksIn(client, network);
    const ids = tasks.map(({ id }) => id);
    const cells = cellsOf(network, knownFrom(network, await readMaps(client, ids)));
    if (json) return writeJson(shell.out, { cells: [cells.map(cellJson)] });
    const lines = mapLines(cells, canvasOn(shell.out, shell.environment));
    const by = ids.length === 0 ? 'no task probes it: netsweep scan' : `task ${ids.join(', ')}`;
    const words = `${mapWords(formatNetwork(network), cells)} (${by})`;
    await shell.out.write(`${[...lines, '', words].join('\n')}\n`);
  });
