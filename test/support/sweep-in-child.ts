import { openSync } from 'node:fs';
import { addressAt } from '#shared/domain/network.ts';
import { nodeLayer } from '#shared/engine/node-layer.ts';
import { NodeSockets } from '#shared/engine/node-sockets.ts';
import type { SocketLayer } from '#shared/engine/socket-layer.ts';
import { sweepOn } from '#shared/engine/sweep.ts';
import { runSweep } from '#test/support/run-sweep.ts';

/** Opens as many slots as it is asked for, whatever the limit. */
const careless: SocketLayer = {
  clock: nodeLayer().clock,
  open: (slice, wanted) => new NodeSockets((host) => addressAt(slice, host), slice.family, wanted),
};

/**
 * Run as a process of its own under a limit of its own: sweeps what its argument (JSON) asks and prints the result.
 * `hoarded` descriptors are taken by something else, which the layer does not notice.
 */
const { hoarded = 0, ...request } = JSON.parse(process.argv[2] ?? '');
for (let i = 0; i < hoarded; i++) openSync('/dev/null', 'r');
const result = await runSweep(sweepOn(hoarded > 0 ? careless : nodeLayer()), request);
process.stdout.write(JSON.stringify(result));
