import { listenOn } from '#test/support/listeners.ts';

/** Last bytes of the addresses at which somebody listens. */
const LISTENING = [1, 9, 22, 42];
/** Of a /24 the first half is probed; old programs have a part of the rest. */
const LEGACY = '192/28';

/** A part of the loopback that no other seed has, nor any other test, with some listeners in it. */
export const startPlace = async (seed: number) => {
  const net = `127.${100 + (seed % 100)}.${Math.floor(seed / 100) % 256}`;
  const listeners = await listenOn(LISTENING.map((last) => `${net}.${last}`));
  const ports = listeners.at.map(({ port }) => port).join(',');
  return {
    /** The network of that length around the listeners. */
    networkOf: (prefix: number): string => `${net}.0/${prefix}`,
    legacyNetwork: `${net}.${LEGACY}`,
    legacyAddress: (nth: number): string => `${net}.${192 + nth}`,
    /** Where somebody listens. */
    ports,
    truth: new Map(listeners.at.map(({ address, port }) => [address, [port]])),
    knocks: listeners.knocks,
    close: listeners.close,
  };
};

export type Place = Awaited<ReturnType<typeof startPlace>>;
