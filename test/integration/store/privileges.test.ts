import { Client } from 'pg';
import { afterAll, describe, expect, it } from 'vitest';
import { openDatabase } from '#shared/store/database.ts';
import { PRIVILEGES, ROLE_NAMES, type RoleName, roleOf } from '#shared/store/privileges.ts';
import { letsIn, newPassword, urlFor } from '#shared/store/role-logins.ts';
import { scopesIn } from '#shared/store/scopes.ts';
import { createTask, startedRun } from '#test/support/run-fixtures.ts';
import { usePostgres } from '#test/support/stores.ts';

const postgres = await usePostgres();
const owner = new Client({ connectionString: postgres.url });
await owner.connect();
afterAll(() => owner.end());
const db = openDatabase(postgres.url, postgres.neonEndpoint);
await scopesIn(db).setDeployment(['10.0.0.0/8']);
const { runId } = await startedRun(db, '10.0.0.0/30');

const DENIED = '42501';
/** The SQLSTATE that a statement ends with as the role of a function; nothing of it stays. */
const as = async (name: RoleName, statement: string): Promise<string> => {
  await owner.query('BEGIN');
  try {
    await owner.query(`SET LOCAL SESSION AUTHORIZATION ${roleOf(name)}`);
    await owner.query(statement);
    return 'done';
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  } finally {
    await owner.query('ROLLBACK');
  }
};
const named = async (query: string): Promise<string[]> =>
  (await owner.query(query)).rows.map(({ name }) => name);
const tables = await named(
  "select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'",
);

describe('the role of the scanner', () => {
  it.each(tables)('may neither read %s nor write it', async (table) => {
    for (const statement of [
      `select 1 from ${table} limit 1`,
      `delete from ${table}`,
      `insert into ${table} default values`,
      `truncate ${table}`,
    ])
      expect({ statement, state: await as('scanner', statement) }).toEqual({
        statement,
        state: DENIED,
      });
  });

  it('may take a chunk, and not plan, cancel, pause or delete anything', async () => {
    expect(await as('scanner', `select * from netsweep_take(${runId}, 0, 'me', 1000)`)).toBe(
      'done',
    );
    for (const effect of [
      `netsweep_cancel(${runId}, 'x')`,
      `netsweep_pause(${runId})`,
      "netsweep_delete('{1}', null)",
      'netsweep_reap()',
      "netsweep_exclude('10.0.0.0/8', 'x')",
      'netsweep_put_back(1, null, null)',
      'netsweep_settle(1)',
    ])
      expect({ effect, state: await as('scanner', `select ${effect}`) }).toEqual({
        effect,
        state: DENIED,
      });
  });
});

describe('the role of the notifier', () => {
  it('may claim deliveries, read what they tell and say how they ended, and nothing else', async () => {
    for (const effect of [
      'select * from netsweep_claim_deliveries(1, 1000)',
      'select t.total, (t.change).*, host((t.change).ip) from netsweep_told_changes(1, true, 1) t',
      'select netsweep_delivered(1, 1), netsweep_disable_webhook(1, 1, null)',
      'select netsweep_undelivered(1, 1, null, 1, 1)',
    ])
      expect({ effect, state: await as('notifier', effect) }).toEqual({ effect, state: 'done' });
    for (const table of tables)
      expect(await as('notifier', `select 1 from ${table}`), table).toBe(DENIED);
  });

  it('alone comes to the secrets of webhooks', async () => {
    for (const name of ROLE_NAMES)
      expect(await as(name, 'select secret from netsweep_webhook_secret'), name).toBe(DENIED);
  });
});

describe('every role', () => {
  it.each(ROLE_NAMES)(
    '%s may change no run, chunk, host, clock or ledger by itself',
    async (name) => {
      for (const statement of [
        "update netsweep_run set state = 'done'",
        'delete from netsweep_chunk',
        'delete from netsweep_host',
        'update netsweep_clock set offset_seconds = 1',
        'update netsweep_ledger set probes = 0',
        'update network_query_task set query_status = 2',
        'delete from network_query_task',
        "update netsweep_token set role = 'admin'",
        "update netsweep_scope set cidr = '0.0.0.0/0'",
        'create table mine ()',
        'alter role current_user superuser',
      ])
        expect({ statement, state: await as(name, statement) }).toEqual({
          statement,
          state: DENIED,
        });
    },
  );

  it.each(ROLE_NAMES)('%s may write nothing into the audit, nor change it', async (name) => {
    for (const statement of [
      "update netsweep_audit set principal = 'somebody else'",
      'delete from netsweep_audit',
      'truncate netsweep_audit',
      "insert into netsweep_audit (at, principal, action, object, detail) values (now(), '', '', '', '{}')",
    ])
      expect({ statement, state: await as(name, statement) }).toEqual({ statement, state: DENIED });
  });

  it.each(ROLE_NAMES)('%s may call what is listed for it', async (name) => {
    const callable = await named(
      `select distinct p.proname as name from pg_proc p where p.pronamespace = 'public'::regnamespace
          and has_function_privilege('${roleOf(name)}', p.oid, 'execute') and p.prosecdef`,
    );
    expect(callable.sort()).toEqual([...PRIVILEGES[name].effects].sort());
  });

  it('reaches an effect as its owner, by a search path that it cannot change', async () => {
    const loose = await named(
      `select p.oid::regprocedure::text as name from pg_proc p where p.prosecdef
          and p.pronamespace = 'public'::regnamespace and p.proconfig is distinct from '{"search_path=public, pg_temp"}'`,
    );
    expect(loose).toEqual([]);
  });

  it('has the key that it was given last, and no other', async () => {
    const before = await newPassword('fanout', postgres.url, postgres.neonEndpoint);
    const now = await newPassword('fanout', postgres.url, postgres.neonEndpoint);
    const come = (password: string) =>
      letsIn(urlFor('fanout', postgres.url, password), postgres.neonEndpoint);
    expect(await come(now)).toBe(true);
    expect(await come(before)).toBe(false);
  });
});

describe('the audit', () => {
  it('is refused any change, also by its owner', async () => {
    for (const statement of [
      "update netsweep_audit set principal = 'somebody else'",
      'delete from netsweep_audit',
      'truncate netsweep_audit',
    ])
      await expect(owner.query(statement), statement).rejects.toMatchObject({ code: DENIED });
  });

  it('tells what a function did by itself by its role, whatever that says it is', async () => {
    await createTask(db, '10.0.1.0/30');
    await owner.query('BEGIN');
    await owner.query('SET LOCAL SESSION AUTHORIZATION netsweep_scheduler');
    await owner.query("select set_config('netsweep.principal', 'token:1', true)");
    await owner.query(`select netsweep_cancel(${runId}, 'the scope ended')`);
    await owner.query('RESET SESSION AUTHORIZATION');
    const { rows } = await owner.query(
      'select principal, action, object, detail from netsweep_audit order by id desc limit 1',
    );
    await owner.query('ROLLBACK');
    expect(rows).toMatchObject([
      {
        principal: 'role netsweep_scheduler',
        action: 'run.cancel',
        object: `run:${runId}`,
        detail: { error: 'the scope ended' },
      },
    ]);
  });
});
