import { lstat, mkdir, readdir, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client, type QueryResultRow } from 'pg';
import { afterEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { type Postgres, type PostgresOptions, startPostgres } from '#infra/local/postgres.ts';
import { postgresFolder, removePostgresFolder } from '#infra/local/postgres-folder.ts';
import { descendantsOf, startDoomedParent, survivors } from '#test/support/doomed-parent.ts';
import { useTempFolder } from '#test/support/temp-folder.ts';

const folder = await useTempFolder();
const isRoot = process.getuid?.() === 0;
const running: Postgres[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((postgres) => postgres.stop()));
});

/** Where root's cluster goes when it cannot stay in the data folder. */
vi.stubEnv('NETSWEEP_CACHE', join(folder, 'cache'));

const dataFolder = async (name: string): Promise<string> => {
  const path = join(folder, name);
  await mkdir(path, { recursive: true });
  return path;
};

/** Others cannot go there. */
await mkdir(join(folder, 'closed'), { mode: 0o700 });

const start = async (path: string, options: Partial<PostgresOptions> = {}): Promise<Postgres> => {
  const defaults = { dataFolder: path, password: `it's "a" pass/word`, durable: false };
  const postgres = await startPostgres({ ...defaults, log: () => {}, ...options });
  running.push(postgres);
  return postgres;
};

const query = async (url: string, sql: string): Promise<QueryResultRow[]> => {
  const client = new Client({ connectionString: url });
  try {
    await client.connect();
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
};

/** Addresses and ports on which a process listens, from /proc. */
const listensOn = async (pid: number): Promise<string[]> => {
  const tables = ['net/tcp', 'net/tcp6', 'net/unix'].map((name) => `/proc/${pid}/${name}`);
  const [tcp = '', tcp6 = '', unix = ''] = await Promise.all(
    tables.map((name) => readFile(name, 'utf8').catch(() => '')),
  );
  const listening = [
    ...tcp.matchAll(/ (\w+:\w+) 0+:0000 0A /g),
    ...tcp6.matchAll(/ (\w+:\w+) 0+:0000 0A /g),
  ];
  return [...listening.map(([, address = '']) => address), ...(unix.match(/\S*PGSQL\S*/g) ?? [])];
};

test('a first start gives user and database netsweep, by password alone, on loopback alone', async () => {
  const path = await dataFolder('first');
  // An initialisation that was cut short does not count.
  await mkdir(join(path, 'postgres', 'cluster.new', 'base'), { recursive: true });
  await writeFile(join(path, 'postgres', 'cluster.new', 'PG_VERSION'), '18\n');
  const postgres = await start(path, { durable: true });
  const url = new URL(postgres.url);
  expect([url.username, url.hostname, url.pathname]).toEqual([
    'netsweep',
    '127.0.0.1',
    '/netsweep',
  ]);
  const [facts] = await query(
    postgres.url,
    `SELECT current_user, current_database() AS name, pg_encoding_to_char(encoding) AS encoding,
            datlocale AS locale, current_setting('timezone') AS zone, current_setting('fsync') AS fsync
     FROM pg_database WHERE datname = current_database()`,
  );
  expect(facts).toEqual({
    current_user: 'netsweep',
    name: 'netsweep',
    encoding: 'UTF8',
    locale: 'C.UTF-8',
    zone: 'UTC',
    fsync: 'on',
  });
  const hex = postgres.port.toString(16).toUpperCase().padStart(4, '0');
  const own = (await listensOn(postgres.pid)).filter(
    (address) => address.endsWith(`:${hex}`) || address.includes(String(postgres.port)),
  );
  expect(own).toEqual([`0100007F:${hex}`]);
  url.password = 'wrong';
  await expect(query(url.href, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
});

test('rows are there after a stop, after a SIGKILL, and when the old pid is by now another process', async () => {
  const path = await dataFolder('restarts');
  const first = await start(path);
  await query(
    first.url,
    'DROP TABLE IF EXISTS kept; CREATE TABLE kept AS SELECT generate_series(1, 1000) AS n',
  );
  await first.stop();
  expect(await first.ended).toEqual({ code: 0, signal: null });

  const second = await start(path);
  await query(second.url, 'INSERT INTO kept VALUES (1001)');
  process.kill(second.pid, 'SIGKILL');
  await second.ended;

  const pidFile = join(await realpath(join(path, 'postgres')), 'cluster', 'postmaster.pid');
  const stale = await readFile(pidFile, 'utf8');
  await writeFile(pidFile, stale.replace(/^\d+/, String(process.pid)));
  const third = await start(path);
  expect(await query(third.url, 'SELECT count(*)::int AS n FROM kept')).toEqual([{ n: 1001 }]);
});

test('the password of the latest start is the one that counts', async () => {
  const path = await dataFolder('restarts');
  const before = await start(path, { password: 'before' });
  await query(before.url, 'DROP TABLE IF EXISTS secret; CREATE TABLE secret ()');
  await before.stop();
  const after = await start(path, { password: `af'ter` });
  expect(await query(after.url, `SELECT to_regclass('secret') IS NULL AS lost`)).toEqual([
    { lost: false },
  ]);
});

test('a start while a killed stack is still going down waits for it', async () => {
  const path = await dataFolder('handover');
  const options = JSON.stringify({ dataFolder: path, password: 'pw', durable: false });
  const parent = await startDoomedParent(`
    import { startPostgres } from '#infra/local/postgres.ts';
    const postgres = await startPostgres({ ...${options}, log: () => {} });
    tell({ url: postgres.url, pid: postgres.pid });
  `);
  const { url, pid } = z.object({ url: z.string(), pid: z.number() }).parse(parent.told);
  await query(url, 'CREATE TABLE kept AS SELECT 1 AS one');
  const client = new Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  const busy = client.query('SELECT pg_sleep(600)').catch(() => {});
  const all = [pid, ...(await descendantsOf(pid))];
  expect(all.length).toBeGreaterThan(4);

  await parent.kill();
  const next = await start(path, { password: 'pw' });
  expect(await query(next.url, 'SELECT one FROM kept')).toEqual([{ one: 1 }]);
  await busy;
  expect(await survivors(all, 0)).toEqual([]);
});

test('all of its processes are gone within three seconds after its parent is killed', async () => {
  const path = await dataFolder('handover');
  const options = JSON.stringify({ dataFolder: path, password: 'pw', durable: false });
  const parent = await startDoomedParent(`
    import { startPostgres } from '#infra/local/postgres.ts';
    const postgres = await startPostgres({ ...${options}, log: () => {} });
    tell(postgres.pid);
  `);
  const pid = z.number().parse(parent.told);
  const all = [pid, ...(await descendantsOf(pid))];
  expect(all.length).toBeGreaterThan(4);
  await parent.kill();
  expect(await survivors(all, 3000)).toEqual([]);
});

test('where others cannot go, root keeps the cluster outside until it is removed; anybody else keeps it there', async () => {
  const path = await dataFolder('closed/data');
  const postgres = await start(path);
  await query(postgres.url, 'CREATE TABLE kept ()');
  const place = join(path, 'postgres');
  const real = await realpath(place);
  expect((await lstat(place)).isSymbolicLink()).toBe(isRoot);
  expect(real.startsWith(isRoot ? join(folder, 'cache') : path)).toBe(true);
  await postgres.stop();

  const again = await start(path);
  expect(await query(again.url, `SELECT to_regclass('kept') IS NULL AS lost`)).toEqual([
    { lost: false },
  ]);
  await again.stop();

  await removePostgresFolder(path);
  await expect(stat(real)).rejects.toMatchObject({ code: 'ENOENT' });
  await expect(lstat(place)).rejects.toMatchObject({ code: 'ENOENT' });
});

test('what a deleted data folder had outside is not found again, and goes when another needs the place', async () => {
  const gone = await dataFolder('closed/gone');
  const before = await postgresFolder(gone);
  await writeFile(join(before, 'left'), '');
  expect(await postgresFolder(gone)).toBe(before);
  await rm(gone, { recursive: true });
  await postgresFolder(await dataFolder('closed/other'));
  await expect(stat(before)).rejects.toMatchObject({ code: 'ENOENT' });
  const again = await postgresFolder(await dataFolder('closed/gone'));
  expect(await readdir(again)).toEqual(isRoot ? ['data-folder'] : []);
});
