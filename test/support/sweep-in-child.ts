import { openSync } from 'node:fs';
import { addressAt } from '#shared/domain/network.ts';
import { loadLibc } from '#shared/engine/libc.ts';
import { LibcSockets } from '#shared/engine/libc-sockets.ts';
import { libcWays } from '#shared/engine/libc-ways.ts';
import { nodeLayer } from '#shared/engine/node-layer.ts';
import { NodeSockets } from '#shared/engine/node-sockets.ts';
import type { SocketLayer, Sockets } from '#shared/engine/socket-layer.ts';
import { sweepOn } from '#shared/engine/sweep.ts';
import { runSweep } from '#test/support/run-sweep.ts';
import { socketLayers } from '#test/support/socket-layers.ts';

const libc = loadLibc();

/** Opens as many slots as it is asked for, whatever the limit. */
const careless: ReadonlyMap<string, SocketLayer['open']> = new Map([
  [
    'node',
    (slice, { slots }): Sockets =>
      new NodeSockets((host) => addressAt(slice, host), slice.family, slots),
  ],
  ...libcWays.map(
    ([name, tcp]) =>
      [
        name,
        (slice, { slots }): Sockets => new LibcSockets({ libc, tcp, slice, slots, forbidden: [] }),
      ] satisfies [string, SocketLayer['open']],
  ),
]);

/**
 * Run as a process of its own under a limit of its own: sweeps on a layer what its arguments (name, JSON) ask and
 * prints the result. `hoarded` descriptors (or all there are, where they are fewer) are taken by something else, which
 * the layer does not notice; `withinMs` is the time for the sweep, from its own start.
 */
const [, , name = '', json = ''] = process.argv;
const { hoarded = 0, withinMs, ...request } = JSON.parse(json);

const hoard = (): void => {
  try {
    for (let i = 0; i < hoarded; i++) openSync('/dev/null', 'r');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EMFILE')) throw error;
  }
};
const layer = socketLayers.get(name)?.() ?? nodeLayer();
const open = hoarded > 0 ? careless.get(name) : undefined;
hoard();
if (withinMs !== undefined) request.deadlineAt = Date.now() + withinMs;
const cpu = process.cpuUsage();
const result = await runSweep(sweepOn({ ...layer, ...(open && { open }) }), request);
const { user, system } = process.cpuUsage(cpu);
process.stdout.write(JSON.stringify({ ...result, cpuMs: (user + system) / 1000 }));
