import type { connect } from '#functions/fanout/connect.ts';
import type { Invocation } from '#functions/fanout/dispatch.ts';
import { type Doorbell, MOST_HOPS } from '#functions/fanout/doorbell.ts';
import { fanOut } from '#functions/fanout/fan-out.ts';
import { functions } from '#infra/functions.ts';
import { countedFrom } from '#shared/store/clock.ts';
import type { SimulatedClock } from './simulated-clock.ts';

export type FanOutsSetup = {
  readonly clock: SimulatedClock;
  readonly stores: ReturnType<typeof connect>;
  readonly window: number;
  readonly invokeScanner: (event: unknown) => Promise<Invocation>;
  readonly chance: () => number;
  readonly lost: number;
  readonly doubled: number;
};

/** As in functions/fanout/handler.ts. */
const RESERVE_MS = 330_000;
const EVENT_MS = 50;

/** Fan-outs as Lambda runs them: woken by doorbells that may be lost or ring twice, with the function's own time. */
export const fanOuts = (setup: FanOutsSetup) => {
  const { clock, stores, window, invokeScanner, chance } = setup;
  const counts = { invocations: 0, seconds: 0, failed: 0, active: 0 };
  const limitMs = functions.fanout.timeoutSeconds * 1000;

  const runOnce = async (bell: Doorbell): Promise<void> => {
    await clock.sleep(EVENT_MS);
    if (bell.hop > MOST_HOPS) return;
    counts.invocations += 1;
    counts.active += 1;
    const startedAt = clock.now();
    try {
      await fanOut(bell, {
        ...stores,
        clock: countedFrom(stores.clock),
        window,
        invokeScanner,
        ring,
        ringNotifier: async () => {},
        isLate: () => clock.now() - startedAt > limitMs - RESERVE_MS,
        warn: () => {},
      });
    } catch {
      // An answer that never came; the tick looks after its chunk.
      counts.failed += 1;
    } finally {
      counts.active -= 1;
      counts.seconds += (clock.now() - startedAt) / 1000;
    }
  };

  const ring = async (bell: Doorbell): Promise<void> => {
    const fate = chance();
    if (fate < setup.lost) return;
    void runOnce(bell);
    if (fate > 1 - setup.doubled) void runOnce(bell);
  };

  return { ring: () => ring({ v: 1, hop: 0 }), counts };
};
