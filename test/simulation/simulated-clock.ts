import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers/promises';
import { createClock } from '@sinonjs/fake-timers';

/** Continuations that an answer of a store sets off may take a few turns of the event loop. */
const TURNS = 3;

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/**
 * A clock that jumps from one event to the next. The code under simulation sleeps by `node:timers/promises` and reads
 * `Date.now` and `performance.now`: those are this clock's. What goes over a socket takes real time, in which this clock stands
 * still; the timers of sockets and libraries stay the real ones.
 */
export const simulatedClock = (startAt: number) => {
  const clock = createClock(startAt);
  let pending = 0;
  let idle = Promise.withResolvers<void>();
  idle.resolve();

  const sleep = (ms = 0): Promise<void> =>
    new Promise((resolve) => void clock.setTimeout(() => resolve(), ms));

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
    now: (): number => clock.now,
    sleep,

    /** Makes it the clock of this process, for good. */
    install: (): void => {
      Date.now = () => clock.now;
      performance.now = () => clock.now - startAt;
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
        if (clock.countTimers() === 0) throw new Error('nothing is left to happen');
        clock.next();
        await beforeEach();
        await settled();
      }
    },
  };
};

export type SimulatedClock = ReturnType<typeof simulatedClock>;
