import type { Invocation } from '#functions/fanout/dispatch.ts';
import type { SimulatedClock } from './simulated-clock.ts';

/** Lambda's published limits, and what we reckon an invocation to cost beside its work. docs/scale.md says where from. */
export const LAMBDA = {
  /** Environments that a function may grow by: so many at once, refilled evenly. */
  growth: 1000,
  growthSeconds: 10,
  coldMs: 800,
  roundTripMs: 30,
  /** The caller gives up on an answer then (INVOKE_TIMEOUT_MS of the fan-out). */
  answerTimeoutMs: 320_000,
} as const;

export type LambdaSetup = {
  readonly clock: SimulatedClock;
  /** Environments that may be at work at once. */
  readonly concurrency: number;
  /** A number in [0, 1). */
  readonly chance: () => number;
  /** Shares of invocations that are lost (half on the way in, half on the way out) or run twice. */
  readonly lost: number;
  readonly doubled: number;
  readonly work: (event: unknown) => Promise<unknown>;
};

/** Environments as Lambda gives them: warm ones first, new ones as fast as a function may grow, none above the limit. */
const environments = ({ clock, concurrency }: LambdaSetup) => {
  let [atWork, warm, most] = [0, 0, 0];
  let [tokens, refilledAt] = [LAMBDA.growth as number, clock.now()];
  const mayGrow = (): boolean => {
    const refill = ((clock.now() - refilledAt) / 1000) * (LAMBDA.growth / LAMBDA.growthSeconds);
    tokens = Math.min(LAMBDA.growth, tokens + refill);
    refilledAt = clock.now();
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
  return {
    most: () => most,
    /** How long the environment takes to begin; null: throttled. */
    take: (): number | null => {
      if (atWork >= concurrency || (warm === 0 && !mayGrow())) return null;
      atWork += 1;
      most = Math.max(most, atWork);
      if (warm === 0) return LAMBDA.coldMs;
      warm -= 1;
      return 0;
    },
    giveBack: (): void => {
      atWork -= 1;
      warm += 1;
    },
  };
};

/** Synchronous invocations of one function, with Lambda's limits and the network's mishaps. */
export const lambdaModel = (setup: LambdaSetup) => {
  const { clock, chance, lost, doubled, work } = setup;
  const pool = environments(setup);
  const counts = { invocations: 0, throttled: 0, lost: 0, doubled: 0, cold: 0, seconds: 0 };

  const runIn = async (startMs: number, event: unknown): Promise<unknown> => {
    counts.invocations += 1;
    if (startMs > 0) counts.cold += 1;
    const startedAt = clock.now();
    await clock.sleep(startMs);
    try {
      return await work(event);
    } finally {
      pool.giveBack();
      counts.seconds += (clock.now() - startedAt) / 1000;
    }
  };

  /** Nobody hears of it: the caller waits as long as it waits for anything. */
  const unheard = async (): Promise<never> => {
    counts.lost += 1;
    await clock.sleep(LAMBDA.answerTimeoutMs);
    throw new Error('no answer');
  };

  const again = (event: unknown): void => {
    const startMs = pool.take();
    if (startMs === null) return;
    counts.doubled += 1;
    runIn(startMs, event).catch(() => {});
  };

  const invoke = async (event: unknown): Promise<Invocation> => {
    await clock.sleep(LAMBDA.roundTripMs);
    const fate = chance();
    if (fate < lost / 2) return unheard();
    const startMs = pool.take();
    if (startMs === null) {
      counts.throttled += 1;
      return { throttled: { retryAfterMs: null } };
    }
    if (chance() < doubled) again(event);
    const answer = runIn(startMs, event);
    if (fate >= lost) return { payload: await answer };
    answer.catch(() => {});
    return unheard();
  };

  return { invoke, counts: () => ({ ...counts, mostAtOnce: pool.most() }) };
};
