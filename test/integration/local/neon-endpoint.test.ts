import { type NeonQueryFunction, neon, neonConfig, Pool } from '@neondatabase/serverless';
import fc from 'fast-check';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startNeonEndpoint } from '#infra/local/neon-endpoint.ts';
import { startDoomedParent } from '#test/support/doomed-parent.ts';
import { useEmptyPostgres } from '#test/support/stores.ts';

const { url, neonEndpoint } = await useEmptyPostgres();
/** The driver is the same for all files of this process; how they asked it to fetch. */
const { fetchFunction, fetchEndpoint } = neonConfig;
afterAll(() => void Object.assign(neonConfig, { fetchFunction, fetchEndpoint }));
neonConfig.fetchEndpoint = neonEndpoint;
neonConfig.wsProxy = () => `${new URL(neonEndpoint).host}/v2`;
neonConfig.useSecureWebSocket = false;
neonConfig.pipelineTLS = false;
neonConfig.pipelineConnect = false;
// The driver's own, whoever else has used it in this process.
neonConfig.fetchFunction = undefined;
/** As a deployment's: its host name means nothing here. */
const elsewhere = Object.assign(new URL(url), {
  host: 'ep-cool-name.eu-central-1.aws.neon.tech',
}).href;
const sql: NeonQueryFunction<false, false> = neon(elsewhere);
const direct = new Client({ connectionString: url });

beforeAll(async () => {
  await direct.connect();
  await direct.query(
    'CREATE TABLE notes (id int PRIMARY KEY, note text CHECK (length(note) < 10))',
  );
});
afterAll(() => direct.end());

const post = (body: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(neonEndpoint, {
    method: 'POST',
    headers: { 'Neon-Connection-String': url, ...headers },
    body,
  });

/** How many sessions are at work on a statement like this, or sit in a transaction after it. */
const sessionsLike = async (pattern: string): Promise<number | null> => {
  const found = await direct.query(
    `SELECT FROM pg_stat_activity WHERE query LIKE $1 AND state <> 'idle' AND pid <> pg_backend_pid()`,
    [pattern],
  );
  return found.rowCount;
};

test('values of every kind come back as the driver makes them from their text', async () => {
  const at = new Date('2026-02-28T23:59:59.123Z');
  const [row] = await sql`
    SELECT 1::int AS int, ${'9007199254740993'}::bigint AS big, ${'naïve ☃ \u{1f600}'}::text AS text,
      ${null}::text AS nothing, ${at}::timestamptz AS at, ${['a', 'b "c"', null]}::text[] AS list,
      ${{ deep: [{ x: null }] }}::jsonb AS json, ${Buffer.from([0, 255, 10])}::bytea AS bytes,
      ${true}::boolean AS yes, '10.0.0.0/8'::cidr AS net, 0.5::float8 AS half, '' AS empty`;
  // Who else has used the driver in this process may have told it to leave times as they come.
  expect({ ...row, at: new Date(row?.at) }).toEqual({
    int: 1,
    big: '9007199254740993',
    text: 'naïve ☃ \u{1f600}',
    nothing: null,
    at,
    list: ['a', 'b "c"', null],
    json: { deep: [{ x: null }] },
    bytes: Buffer.from([0, 255, 10]),
    yes: true,
    net: '10.0.0.0/8',
    half: 0.5,
    empty: '',
  });
});

test('any text without a NUL survives the way to Postgres and back', async () => {
  const text = fc
    .string({ unit: 'grapheme', maxLength: 200 })
    .filter((each) => !each.includes('\0'));
  await fc.assert(
    fc.asyncProperty(fc.array(text, { maxLength: 5 }), async (texts) => {
      const [row] = await sql`SELECT ${texts}::text[] AS texts`;
      expect(row).toEqual({ texts });
    }),
    { numRuns: 30 },
  );
});

test('a full result tells the command, the count and the fields', async () => {
  const result = await sql.query('SELECT n FROM generate_series(1, 3) AS n', [], {
    fullResults: true,
    arrayMode: true,
  });
  expect(result).toMatchObject({ command: 'SELECT', rowCount: 3, rows: [[1], [2], [3]] });
  expect(result.fields).toMatchObject([{ name: 'n', dataTypeID: 23 }]);
  const none = await sql.query('DELETE FROM notes WHERE id < 0', [], { fullResults: true });
  expect(none).toMatchObject({ command: 'DELETE', rowCount: 0, rows: [], fields: [] });
});

test('an error of Postgres keeps its code, severity, detail and constraint', async () => {
  await sql`INSERT INTO notes VALUES (1, 'one')`;
  await expect(sql`INSERT INTO notes VALUES (1, 'two')`).rejects.toMatchObject({
    message: 'duplicate key value violates unique constraint "notes_pkey"',
    severity: 'ERROR',
    code: '23505',
    detail: 'Key (id)=(1) already exists.',
    constraint: 'notes_pkey',
    table: 'notes',
    schema: 'public',
  });
  await expect(sql`SELECT ${'a\0b'}::text`).rejects.toMatchObject({ code: '22021' });
  await expect(sql.query('SELECT 1; SELECT 2')).rejects.toMatchObject({ code: '42601' });
  expect((await post('{"query": "SELECT 1/0"}')).status).toBe(400);
});

test('credentials and the database are the caller’s own', async () => {
  const wrong = Object.assign(new URL(url), { password: 'wrong' }).href;
  await expect(neon(wrong)`SELECT 1`).rejects.toMatchObject({ code: '28P01' });
  const nowhere = Object.assign(new URL(url), { pathname: '/nowhere' }).href;
  await expect(neon(nowhere)`SELECT 1`).rejects.toMatchObject({ code: '3D000' });
  const [here] = await sql`SELECT current_database() AS name`;
  expect(`/${here?.name}`).toBe(new URL(url).pathname);
});

test('a batch is one transaction, all or nothing, on one session', async () => {
  const [one, two] = await sql.transaction([
    sql`SELECT pg_backend_pid() AS pid, txid_current() AS tx`,
    sql`SELECT pg_backend_pid() AS pid, txid_current() AS tx`,
  ]);
  expect(one).toEqual(two);
  const failing = sql.transaction([
    sql`INSERT INTO notes VALUES (10, 'ten')`,
    sql`INSERT INTO notes VALUES (11, 'much too long')`,
  ]);
  await expect(failing).rejects.toMatchObject({ code: '23514' });
  expect(await sql`SELECT FROM notes WHERE id >= 10`).toEqual([]);
});

test('a batch has the isolation that its caller asks for', async () => {
  const modes = [
    sql`SHOW transaction_isolation`,
    sql`SHOW transaction_read_only`,
    sql`SHOW transaction_deferrable`,
  ];
  const told = await sql.transaction(modes, {
    isolationLevel: 'RepeatableRead',
    readOnly: true,
    deferrable: true,
  });
  expect(told.flat().map((row) => Object.values(row)[0])).toEqual(['repeatable read', 'on', 'on']);
  const plain = await sql.transaction(modes);
  expect(plain.flat().map((row) => Object.values(row)[0])).toEqual([
    'read committed',
    'off',
    'off',
  ]);
});

test('a request leaves nothing of its session to the next', async () => {
  await sql`SELECT set_config('application_name', 'left over', false), pg_advisory_lock(77)`;
  await sql`BEGIN`;
  await sql`CREATE TEMP TABLE left_over ()`;
  await expect
    .poll(async () => {
      const [row] = await sql`
        SELECT current_setting('application_name') AS name, to_regclass('left_over') AS temp,
          (SELECT count(*)::int FROM pg_locks JOIN pg_database d ON d.oid = database
            WHERE locktype = 'advisory' AND datname = current_database()) AS locks,
          (SELECT count(*)::int FROM pg_stat_activity
            WHERE state = 'idle in transaction' AND datname = current_database()) AS open`;
      return row;
    })
    .toEqual({ name: '', temp: null, locks: 0, open: 0 });
});

test('more requests at once than connections wait their turn', async () => {
  const pids = await Promise.all(
    Array.from({ length: 60 }, async () => {
      const [row] = await sql`SELECT pg_backend_pid() AS pid, pg_sleep(0.01)`;
      return row?.pid;
    }),
  );
  expect(pids).toHaveLength(60);
  expect(new Set(pids).size).toBeLessThanOrEqual(20);
});

test('a request whose client goes away is done all the same, and frees its connection', async () => {
  const leaving = new AbortController();
  // The driver sends nothing until somebody waits for it.
  const request = Promise.resolve(
    sql.query(`INSERT INTO notes SELECT 20, 'done' FROM pg_sleep(3)`, [], {
      fetchOptions: { signal: leaving.signal },
    }),
  );
  await expect.poll(() => sessionsLike('INSERT INTO notes SELECT 20%')).toBe(1);
  leaving.abort();
  await expect(request).rejects.toThrow();
  await expect
    .poll(() => sql`SELECT note FROM notes WHERE id = 20`, { timeout: 10_000 })
    .toEqual([{ note: 'done' }]);
  expect(await sessionsLike('INSERT INTO notes SELECT 20%')).toBe(0);
});

test('nonsense is refused with the reason, and a strange path is not found', async () => {
  for (const body of ['', '[]', '{"query": 1}', '{"queries": [{}]}', '{']) {
    const response = await post(body);
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({ message: 'the body is no query' });
  }
  expect((await post('{"query": "SELECT 1"}', { 'Neon-Connection-String': 'none' })).status).toBe(
    400,
  );
  expect((await fetch(neonEndpoint)).status).toBe(405);
  expect((await fetch(new URL('/other', neonEndpoint), { method: 'POST' })).status).toBe(404);
});

test('a WebSocket session is one session, whatever address the client asks for', async () => {
  const pool = new Pool({ connectionString: elsewhere, max: 1 });
  const client = await pool.connect();
  await client.query('BEGIN');
  await client.query(`INSERT INTO notes VALUES (30, $1)`, ['ws']);
  expect((await direct.query('SELECT FROM notes WHERE id = 30')).rowCount).toBe(0);
  await client.query('COMMIT');
  expect((await direct.query('SELECT FROM notes WHERE id = 30')).rowCount).toBe(1);
  const big = 'x'.repeat(3_000_000);
  expect((await client.query('SELECT $1::text AS big', [big])).rows).toEqual([{ big }]);
  await expect(client.query('SELECT 1/0')).rejects.toMatchObject({ code: '22012' });
  client.release();
  await pool.end();
});

test('a client that is killed in a transaction leaves no session and no row', async () => {
  const client = await startDoomedParent(`
    import { neonConfig, Pool } from '@neondatabase/serverless';
    Object.assign(neonConfig, {
      wsProxy: () => '${new URL(neonEndpoint).host}/v2',
      useSecureWebSocket: false, pipelineTLS: false, pipelineConnect: false,
    });
    const client = await new Pool({ connectionString: ${JSON.stringify(elsewhere)} }).connect();
    await client.query('BEGIN');
    await client.query("INSERT INTO notes VALUES (40, 'lost')");
    tell('inserted');
  `);
  expect(await sessionsLike('INSERT INTO notes VALUES (40%')).toBe(1);
  await client.kill();
  await expect.poll(() => sessionsLike('INSERT INTO notes VALUES (40%')).toBe(0);
  expect(await sql`SELECT FROM notes WHERE id = 40`).toEqual([]);
});

test('a session that Postgres ends is an error to its client, not a wait', async () => {
  const pool = new Pool({ connectionString: elsewhere, max: 1 });
  pool.on('error', () => {});
  const client = await pool.connect();
  client.on('error', () => {});
  const { rows } = await client.query('SELECT pg_backend_pid() AS pid');
  await direct.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid]);
  await expect(client.query('SELECT 1')).rejects.toThrow();
  client.release(true);
  await pool.end();
});

test('a statement and an idle transaction have their limits in time', async () => {
  expect(await sql`SHOW statement_timeout`).toEqual([{ statement_timeout: '1min' }]);
  const { rows } = await direct.query('SHOW idle_in_transaction_session_timeout');
  expect(rows).toEqual([{ idle_in_transaction_session_timeout: '1min' }]);
});

test('WebSockets are counted: one too many is refused, and taken again when another goes', async () => {
  const open = async (path = '/v2'): Promise<WebSocket | null> => {
    const socket = new WebSocket(`ws://${new URL(neonEndpoint).host}${path}?address=nowhere:1`);
    const { promise, resolve } = Promise.withResolvers<WebSocket | null>();
    socket.addEventListener('open', () => resolve(socket));
    socket.addEventListener('error', () => resolve(null));
    return promise;
  };
  expect(await open('/v1')).toBeNull();
  const all = await Promise.all(Array.from({ length: 60 }, () => open()));
  const taken = all.filter((socket) => socket !== null);
  expect(taken).toHaveLength(50);
  taken.pop()?.close();
  await expect
    .poll(async () => {
      const socket = await open();
      if (socket !== null) taken.push(socket);
      return socket;
    })
    .not.toBeNull();
  for (const socket of taken) socket.close();
  await expect.poll(() => sql`SELECT 1 AS one`).toEqual([{ one: 1 }]);
});

test('stop lets a request under way finish, then takes no more', async () => {
  const endpoint = await startNeonEndpoint({ postgresUrl: url });
  const body = JSON.stringify({ query: `SELECT 'finished' AS word, pg_sleep(1)` });
  const options = { method: 'POST', headers: { 'Neon-Connection-String': url }, body };
  const last = fetch(endpoint.url, options);
  await expect
    .poll(() => sql`SELECT FROM pg_stat_activity WHERE query LIKE 'SELECT ''finished''%'`)
    .toHaveLength(1);
  await endpoint.stop();
  expect(await (await last).json()).toMatchObject({ rows: [['finished', '']] });
  await expect(fetch(endpoint.url, options)).rejects.toThrow();
});
