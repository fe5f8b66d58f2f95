import { setTimeout as sleep } from 'node:timers/promises';
import { check, type Violation } from '#test/faults/checker.ts';
import { newHistory } from '#test/faults/history.ts';
import { type Chance, chanceFrom } from '#test/faults/rig/chance.ts';
import { type Rig, startRig } from '#test/faults/rig/rig.ts';
import { settle } from '#test/faults/rig/settle.ts';
import { listenOn } from '#test/support/listeners.ts';
import { callersOf, readAll } from './callers.ts';
import { type FaultName, strike } from './faults.ts';

export type Torment = {
  readonly seed: number;
  readonly violations: readonly Violation[];
  readonly runs: Readonly<Record<string, number>>;
  readonly chunks: number;
  readonly attempts: number;
  readonly reads: number;
  readonly deaths: number;
  readonly faults: Readonly<Partial<Record<FaultName, number>>>;
};

/** What a fault, a caller or a reader meets while a store is away is no finding: the stores tell what it led to. */
const whatever = async (work: () => Promise<unknown>): Promise<void> => {
  await work().catch(() => {});
};

const during = async (until: number, pauseMs: number, work: () => Promise<unknown>) => {
  while (Date.now() < until) {
    await whatever(work);
    await sleep(pauseMs);
  }
};

/** So far ahead at most is a task due that a caller makes. */
const ALL_DUE_SECONDS = 700;

/** Nothing is broken any more and all that was to be due is: runs that were held up go on, and all end. */
const recover = async (rig: Rig): Promise<void> => {
  rig.heal();
  await rig.passTime(ALL_DUE_SECONDS);
  for (;;) {
    await settle(rig);
    const { rows } = await rig.postgres.query(`select id from netsweep_run where state = 'paused'`);
    if (rows.length === 0) return;
    for (const { id } of rows) await rig.stack.call('POST', `/v1/runs/${id}/resume`);
  }
};

const summaryOf = async ({ postgres, stack }: Rig) => {
  const runs = await postgres.query(
    'select state, count(*)::int as n from netsweep_run group by state order by state',
  );
  const chunks = await postgres.query(
    `select count(*)::int as chunks, coalesce(sum(attempt), 0)::int as attempts
       from netsweep_chunk where state = 'done'`,
  );
  return {
    runs: Object.fromEntries(runs.rows.map(({ state, n }) => [state, n])),
    ...chunks.rows[0],
    deaths: stack.lines.filter((line) => line.includes('signal: killed')).length,
  };
};

/** Random faults for `seconds` on a live stack that is used all the while; then it is healed, waited for and checked. */
export const torment = async (seed: number, seconds: number): Promise<Torment> => {
  const rig = await startRig({ seed });
  const listeners = await listenOn(['127.0.0.1', '127.0.0.9', '127.0.0.22', '127.0.0.42']);
  const ports = listeners.at.map(({ port }) => port).join(',');
  const truth = new Map(listeners.at.map(({ address, port }) => [address, [port]]));
  const history = newHistory();
  const faults: Partial<Record<FaultName, number>> = {};
  const chance = (stream: number): Chance => chanceFrom(seed * 1000 + stream);
  const { act } = callersOf(rig, chance(1), history, ports);
  const [first, second] = [chance(2), chance(3)];
  const strikeWith = async (one: Chance) => {
    const name = await strike(rig, one);
    faults[name] = (faults[name] ?? 0) + 1;
  };
  try {
    const until = Date.now() + seconds * 1000;
    await Promise.all([
      during(until, 100, act),
      during(until, 200, () => strikeWith(first)),
      during(until, 400, () => strikeWith(second)),
      during(until, 20, () => readAll(rig, history)),
      during(until, 1500, () => rig.stack.tick()),
    ]);
    await recover(rig);
    const violations = await check({
      history,
      postgres: rig.postgres,
      redis: rig.redis.command,
      isSettled: true,
      truth,
    });
    const reads = history.of('read').length;
    return { seed, violations, reads, faults, ...(await summaryOf(rig)) };
  } finally {
    await listeners.close();
    await rig.stop();
  }
};
