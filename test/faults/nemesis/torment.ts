import { check, type Violation } from '#test/faults/checker.ts';
import { newHistory } from '#test/faults/history.ts';
import { type Chance, chanceFrom } from '#test/faults/rig/chance.ts';
import { type Rig, startRig } from '#test/faults/rig/rig.ts';
import { settle } from '#test/faults/rig/settle.ts';
import { callersOf } from './callers.ts';
import { during } from './during.ts';
import { type FaultName, strikesOf } from './faults.ts';
import { oldProgramsOf } from './old-programs.ts';
import { startPlace } from './place.ts';
import { readAll } from './readers.ts';

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

const summaryOf = async ({ postgres, deaths }: Rig) => {
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
    deaths: deaths(),
  };
};

/** Made before anything goes wrong, so that there is something to start from the first second on. */
const FIRST_TASKS = 4;

/** Random faults for `seconds` on a live stack that is used all the while; then it is healed, waited for and checked. */
export const torment = async (seed: number, seconds: number): Promise<Torment> => {
  const rig = await startRig({ seed });
  const place = await startPlace(seed);
  const history = newHistory();
  const chance = (stream: number): Chance => chanceFrom(seed * 1000 + stream);
  const callers = [1, 2].map((stream) => callersOf(rig, chance(stream), history, place));
  const { act: actAsOldProgram } = oldProgramsOf(rig, chance(3), place);
  const { strikeWith, struck: faults } = strikesOf(rig);
  const [first, second] = [chance(4), chance(5)];
  try {
    for (const { createSome } of callers) await createSome(FIRST_TASKS);
    const until = Date.now() + seconds * 1000;
    await Promise.all([
      ...callers.map(({ act }) => during(until, 100, act)),
      during(until, 300, () => strikeWith(first)),
      during(until, 1000, () => strikeWith(second)),
      during(until, 20, () => readAll(rig, history)),
      during(until, 1500, () => rig.stack.tick()),
      during(until, 1500, actAsOldProgram),
    ]);
    await recover(rig);
    const violations = await check({
      history,
      postgres: rig.postgres,
      redis: rig.redis.command,
      isSettled: true,
      truth: place.truth,
      knocks: place.knocks,
    });
    const reads = history.of('read').length;
    return { seed, violations, reads, faults, ...(await summaryOf(rig)) };
  } finally {
    await place.close();
    await rig.stop();
  }
};
