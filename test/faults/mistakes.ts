import type { Pool } from 'pg';
import type { Crontab } from '#shared/store/crontab.ts';
import { CRONTAB_HASH } from '#shared/store/redis-keys.ts';
import type { WorkList } from '#shared/store/work-list.ts';
import type { Evidence } from './evidence.ts';

/** An effect of the database and what is to be different in it. */
export type Change = readonly [
  effect: string,
  replacements: readonly (readonly [RegExp, string])[],
];

const COUNTED_NOW = `(SELECT count(*) FROM netsweep_chunk c WHERE c.run_id = p_run AND c.state = 'done') = chunk_total`;

/** Each chunk's commit counts what is done, instead of the run's row being told. */
export const countingFinish: readonly Change[] = [
  ['netsweep_settle', [[/chunk_done \+ chunk_failed = chunk_total/, COUNTED_NOW]]],
  [
    'netsweep_commit',
    [
      [/ FOR NO KEY UPDATE/, ''],
      [/UPDATE netsweep_run r\s+SET [^;]*;/, ''],
    ],
  ],
];

/** Whoever holds a chunk may commit it, whichever attempt is the current one. */
export const noFence: readonly Change[] = [
  [
    'netsweep_commit',
    [[/AND c\.attempt = p_attempt AND c\.state = 'leased'/, "AND c.state = 'leased'"]],
  ],
];

/** The results of last time are gone before there are new ones. */
export const clearedFirst: readonly Change[] = [
  [
    'netsweep_plan',
    [[/SET query_status = 1/, 'SET query_status = 1, active_run_id = NULL, online_ip_num = 0']],
  ],
];

/** Work is taken as programs of the old system took it. */
export const popping =
  (command: Evidence['redis']): WorkList['claim'] =>
  async (list, _claimId, _now, _leaseMs, most) => {
    const values = await command('LPOP', list, String(most));
    const items = Array.isArray(values)
      ? values.map((value) => ({ token: '', value: String(value) }))
      : [];
    return { owner: null, items };
  };

/** A field is read and compared, then (`meanwhile`) written. */
export const readThenWritten =
  (command: Evidence['redis'], crontab: Crontab, meanwhile: () => Promise<void>) =>
  async (...[field, expected, next]: Parameters<Crontab['advance']>): Promise<boolean> => {
    const isSame = (await command('HGET', CRONTAB_HASH, field)) === expected;
    await meanwhile();
    if (isSame) await crontab.set([[field, next]]);
    return isSame;
  };

const replaced = (text: string, [from, to]: readonly [RegExp, string]): string => {
  if (!from.test(text)) throw new Error(`an effect has no ${from}`);
  return text.replace(from, to);
};

/** Tells a story with effects changed, and puts them back as they were. */
export const withEffects = async <T>(
  pool: Pick<Pool, 'query'>,
  changes: readonly Change[],
  story: () => Promise<T>,
): Promise<T> => {
  const [change, ...others] = changes;
  if (change === undefined) return story();
  const [effect, replacements] = change;
  const { rows } = await pool.query(`select pg_get_functiondef($1::regproc) as text`, [effect]);
  const built = String(rows[0].text);
  await pool.query(replacements.reduce(replaced, built));
  try {
    return await withEffects(pool, others, story);
  } finally {
    await pool.query(built);
  }
};
