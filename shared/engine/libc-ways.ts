import { RecycledTcp } from './recycled-tcp.ts';
import { SingleUseTcp } from './single-use-tcp.ts';
import type { TcpWay } from './tcp-sockets.ts';

/** Ways to probe TCP by system calls, the cheapest first. */
export const libcWays: readonly (readonly ['recycled' | 'single-use', TcpWay])[] = [
  ['recycled', (parts) => new RecycledTcp(parts)],
  ['single-use', (parts) => new SingleUseTcp(parts)],
];
