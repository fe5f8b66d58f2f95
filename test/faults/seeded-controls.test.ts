import { Pool } from 'pg';
import { afterAll, beforeEach, expect, test } from 'vitest';
import type { Crontab } from '#shared/store/crontab.ts';
import { scopesIn } from '#shared/store/scopes.ts';
import { slicesIn } from '#shared/store/slices.ts';
import type { WorkList } from '#shared/store/work-list.ts';
import { createTask } from '#test/support/run-fixtures.ts';
import { useScheduler } from '#test/support/scheduler.ts';
import { usePostgres, useRedis } from '#test/support/stores.ts';
import type { Invariant } from './checker.ts';
import type { History } from './history.ts';
import {
  type Change,
  clearedFirst,
  countingFinish,
  noFence,
  popping,
  readThenWritten,
  withEffects,
} from './mistakes.ts';
import { tellStory } from './seeded-story.ts';

// The five mistakes again, now in stories as chance has them: the same ones in which nothing goes wrong without them.

/** Of stories in which much happens. */
const SEEDS = [1, 4, 6, 10];
/** A mistake shows in one of these at the latest: effects that run at once take turns as they like. */
const CONTROL_SEEDS = Array.from({ length: 24 }, (_, i) => i + 1);
const postgres = await usePostgres();
const { db, stores, tick, command } = await useScheduler(postgres, await useRedis());
const pool = new Pool({ connectionString: postgres.url });
afterAll(() => pool.end());

/** Two commits that end a run are surely at it at once. */
const slowFinish: readonly Change[] = [
  ['netsweep_settle', [[/BEGIN\n/, 'BEGIN\n  PERFORM pg_sleep(0.02);\n']]],
];

type Mistake = {
  readonly effects?: readonly Change[];
  readonly claim?: WorkList['claim'];
  readonly advance?: (meanwhile: () => Promise<void>) => Crontab['advance'];
};

const advanceAfter =
  (meanwhile: () => Promise<void>): Crontab['advance'] =>
  async (...step) => {
    await meanwhile();
    return stores.crontab.advance(...step);
  };

const anew = async () => {
  await command('FLUSHALL');
  await db.execute(
    'truncate network_query_task, netsweep_run, netsweep_chunk, netsweep_host cascade',
  );
  await scopesIn(db).setDeployment(['127.0.0.0/8']);
  await pool.query('update netsweep_clock set offset_seconds = 0');
  return Promise.all(
    ['127.0.0.0/31', '127.0.0.4/30'].map((network) => createTask(db, network, '1-2000')),
  );
};
beforeEach(anew);

const told = async (
  seed: number,
  { claim = stores.workList.claim, advance = advanceAfter }: Mistake = {},
) => {
  const tasks = await anew();
  const { clock, quarantine } = stores;
  return tellStory(
    {
      ...{ db, postgres: pool, redis: command, tasks },
      fanOut: {
        ...{ slices: slicesIn(db), clock, quarantine, warn: () => {} },
        workList: { ...stores.workList, claim },
      },
      tick: (meanwhile) => tick({ crontab: { ...stores.crontab, advance: advance(meanwhile) } }),
    },
    seed,
  );
};

/** Tells stories until something is found wrong. */
const firstFound = async (mistake: Mistake): Promise<Invariant[]> => {
  for (const seed of CONTROL_SEEDS) {
    const { violations } = await told(seed, mistake);
    if (violations.length > 0) return violations.map(({ invariant }) => invariant);
  }
  return [];
};

/** What happened in a story, apart from its details. */
const happened = ({ entries }: History): string[] => [
  ...new Set(
    entries.map((entry) => {
      if (entry.kind === 'read') return entry.rows > 0 ? 'hosts were read' : 'nothing was read';
      return 'outcome' in entry ? `${entry.kind} ${entry.outcome}` : entry.kind;
    }),
  ),
];
const WANTED = ['start ok', 'commit ok', 'commit fail', 'hosts were read', 'write-field'];

const heard = new Set<string>();

test.each(SEEDS)('story %i goes well', async (seed) => {
  const { history, violations } = await withEffects(pool, slowFinish, () => told(seed));
  expect(violations).toEqual([]);
  for (const what of happened(history)) heard.add(what);
});

test('between them, the stories tell of all that may go wrong', () => {
  expect([...heard]).toEqual(expect.arrayContaining(WANTED));
});

test.each<[what: string, invariant: Invariant, mistake: Mistake]>([
  ['work is popped off its list', 'I13', { claim: popping(command) }],
  ['the finish is decided by counting', 'I3', { effects: countingFinish }],
  ['there is no fence', 'I9', { effects: noFence }],
  ['results are cleared before there are new ones', 'I7', { effects: clearedFirst }],
  [
    'a field is read and then written',
    'I12',
    { advance: (meanwhile) => readThenWritten(command, stores.crontab, meanwhile) },
  ],
])(
  'no story goes well for long where %s',
  async (_what, invariant, { effects = [], ...mistake }) => {
    await withEffects(pool, [...effects, ...slowFinish], async () =>
      expect(await firstFound(mistake)).toContain(invariant),
    );
  },
);
