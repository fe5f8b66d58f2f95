import { type Libc, loadLibc } from './libc.ts';
import { libcLayer } from './libc-layer.ts';
import { libcWays } from './libc-ways.ts';
import { selfTest } from './self-test.ts';
import type { SocketLayer } from './socket-layer.ts';

export type LibcChoice = {
  readonly name: (typeof libcWays)[number][0];
  /** Why a cheaper way was not taken. */
  readonly troubles: readonly string[];
  readonly layer: SocketLayer;
};

/** The cheapest way that passes its self-test on this machine; throws an AggregateError when none does. */
export const chooseLibcLayer = async (libc: Libc = loadLibc()): Promise<LibcChoice> => {
  const troubles: Error[] = [];
  for (const [name, tcp] of libcWays) {
    try {
      await selfTest(libc, tcp);
      const layer = libcLayer({ libc, tcp });
      return { name, layer, troubles: troubles.map(({ message }) => message) };
    } catch (error) {
      troubles.push(new Error(`${name}: ${error instanceof Error ? error.message : error}`));
    }
  }
  throw new AggregateError(troubles, troubles.map(({ message }) => message).join('; '));
};
