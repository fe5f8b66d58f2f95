import { loadLibc } from '#shared/engine/libc.ts';
import { libcLayer } from '#shared/engine/libc-layer.ts';
import { libcWays } from '#shared/engine/libc-ways.ts';
import { nodeLayer } from '#shared/engine/node-layer.ts';
import type { SocketLayer } from '#shared/engine/socket-layer.ts';

/** Every layer there is, by name: all must find the same. */
export const socketLayers: ReadonlyMap<string, () => SocketLayer> = new Map([
  ['node', nodeLayer],
  ...libcWays.map(
    ([name, tcp]) => [name, () => libcLayer({ libc: loadLibc(), tcp })] satisfies [string, unknown],
  ),
]);
