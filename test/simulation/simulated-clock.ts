import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers/promises';
import TinyQueue from 'tinyqueue';

/** Continuations that an answer of a store sets off may take a few turns of the event loop. */
const TURNS = 3;

/** Somebody who sleeps until `at`; of two who wake at once, the one who lay down first wakes first. */
type Sleeper = { readonly at: number; readonly number: number; readonly wake: () => void };

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/**
 * A clock that jumps from one event to the next. The code under simulation sleeps by `node:timers/promises` and reads
 * `Date.now` and `performance.now`: those are this clock's. What goes over a socket takes real time, in which this clock stands
 * still; the timers of sockets and libraries stay the real ones.
 */
export const simulatedClock = (startAt: number) => {
  const sleepers = new TinyQueue<Sleeper>([], (a, b) => a.at - b.at || a.number - b.number);
  let now = startAt;
  let laidDown = 0;
  let pending = 0;
  let idle = Promise.withResolvers<void>();
  idle.resolve();

  const sleep = (ms = 0): Promise<void> =>
    new Promise((wake) => {
      laidDown += 1;
      sleepers.push({ at: now + ms, number: laidDown, wake });
    });

  /** Until nothing can happen any more unless time goes on. */
  const settled = async (): Promise<void> => {
    for (let still = 0; still < TURNS; still += 1) {
      await turn();
      if (pending === 0) continue;
      await idle.promise;
      still = 0;
    }
  };

  return {
    now: (): number => now,
    sleep,

    /** Makes it the clock of this process, for good. */
    install: (): void => {
      Date.now = () => now;
      performance.now = () => now - startAt;
      timers.setTimeout = sleep as typeof timers.setTimeout;
      syncBuiltinESMExports();
    },

    /** Work in real time, during which the clock stands still. */
    meanwhile: async <T>(work: () => Promise<T>): Promise<T> => {
      if (pending === 0) idle = Promise.withResolvers();
      pending += 1;
      try {
        return await work();
      } finally {
        pending -= 1;
        if (pending === 0) idle.resolve();
      }
    },

    /** Jumps from event to event until `isOver`; `beforeEach` may look, and take its time. Throws when nothing is left to happen. */
    run: async (isOver: () => boolean, beforeEach: () => Promise<void>): Promise<void> => {
      await settled();
      while (!isOver()) {
        const next = sleepers.pop();
        if (next === undefined) throw new Error('nothing is left to happen');
        now = next.at;
        next.wake();
        await beforeEach();
        await settled();
      }
    },
  };
};

export type SimulatedClock = ReturnType<typeof simulatedClock>;
