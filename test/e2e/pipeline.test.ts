import { readdir, readFile } from 'node:fs/promises';
import { Client } from 'pg';
import { afterAll, expect, test } from 'vitest';
import { bareRedis } from '#test/support/bare-redis.ts';
import { listenOn } from '#test/support/listeners.ts';
import { useStack } from '#test/support/live-stack.ts';

const stack = await useStack();
const bare = await bareRedis(stack.endpoints.redis);
const postgres = new Client({ connectionString: stack.endpoints.postgres });
await postgres.connect();
const listeners = await listenOn(Array.from({ length: 10 }, (_, i) => `127.0.7.${i + 1}`));
afterAll(async () => {
  bare.close();
  await postgres.end();
  await listeners.close();
});
const ports = listeners.at.map(({ port }) => port);
const places = listeners.at.map(({ address, port }) => `${address}:${port}`).sort();

const openPlaces = async (taskId: number) => {
  const hosts = await stack.hostsOf(taskId);
  return hosts
    .flatMap(({ ip, ports: found }) =>
      found.filter(({ state }) => state === 'open').map(({ port }) => `${ip}:${port}`),
    )
    .filter((place) => ports.includes(Number(place.split(':')[1])))
    .sort();
};

/** Processes of the scanner function that this process started. */
const scanners = async (): Promise<number[]> => {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid) => {
      const [line, status] = await Promise.all(
        ['cmdline', 'status'].map((file) =>
          readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => ''),
        ),
      );
      const isOurs = status?.includes(`PPid:\t${process.pid}\n`);
      return isOurs && line?.endsWith('lambda-runtime.mjs\0scanner\0') ? [Number(pid)] : [];
    }),
  );
  return found.flat();
};

test('ten listeners among forty thousand questions are found exactly', async () => {
  const taskId = await stack.createTask(['127.0.7.0/28'], '1-2000', { udp_ports: '53,123' });
  const exact = await stack.createTask(['127.0.7.0/28'], ports.join(','));
  const runs = await Promise.all([taskId, exact].map(stack.startRun));
  const ended = await Promise.all(runs.map(stack.endOf));
  expect(ended.map(({ state }) => state)).toEqual(['done', 'done']);
  expect(await openPlaces(exact)).toEqual(places);
  expect((await stack.hostsOf(taskId)).map(({ ip }) => ip)).toHaveLength(16);
});

test('scanners killed in the middle of a run change nothing of what it finds', async () => {
  const taskId = await stack.createTask(['127.0.7.0/28'], `1-1000,${ports.join(',')}`);
  const runId = await stack.startRun(taskId);
  await expect
    .poll(async () => (await stack.call('GET', `/v1/runs/${runId}`)).body.state)
    .toBe('probing');
  const killed = await scanners();
  for (const pid of killed) process.kill(pid, 'SIGKILL');
  expect(killed.length).toBeGreaterThan(0);
  expect(await stack.endOf(runId)).toMatchObject({ state: 'done', online: 16 });
  expect(await openPlaces(taskId)).toEqual(places);
  expect(stack.lines.filter((line) => line.includes('a scanner died'))).not.toHaveLength(0);
});

test("an old program's schedule is served by the next tick", async () => {
  const field = '127.0.0.0/29&22&';
  const now = Math.floor(Date.now() / 1000);
  await bare.command('HSET', 'network:crontab:task:time', field, `[${now - 60}, ${now + 86_400}]`);
  await stack.tick();
  expect(await bare.command('HGET', 'network:crontab:task:time', field)).toBe(`[${now + 86_400}]`);
  await expect.poll(() => statusOf('127.0.0.0/29', '22'), { timeout: 20_000 }).toBe(2);
  const { rows } = await postgres.query(
    "select count(*)::int as n from netsweep_run r join network_query_task t on t.id = r.task_id where t.network = '127.0.0.0/29'",
  );
  expect(rows).toEqual([{ n: 1 }]);
});

test("an old program's list is probed, and its status moves 1, 4, 2", async () => {
  const key = '127.0.0.8/30&22,80&53';
  const seen: number[] = [];
  for (const end of [8, 9, 10, 11]) await bare.command('RPUSH', key, `127.0.0.${end}`);
  await bare.command('RPUSH', 'network:query:queue', key);
  await stack.tick();
  for (let status: number | null = null; status !== 2; ) {
    status = await statusOf('127.0.0.8/30', '22,80');
    if (status !== null && seen.at(-1) !== status) seen.push(status);
  }
  // 0 is seen where one looks between the making of the task and that of its run.
  expect(seen).toEqual([0, 1, 4, 2].filter((status) => seen.includes(status)));
  expect(seen.length).toBeGreaterThan(1);
  const { rows } = await postgres.query(
    "select online_ip_num, (select count(*)::int from network_query_result r where r.network = t.network) as rows from network_query_task t where network = '127.0.0.8/30'",
  );
  expect(rows).toEqual([{ online_ip_num: 4, rows: 4 }]);
  expect(await bare.command('EXISTS', key, 'network:query:queue')).toBe(0);
});

const statusOf = async (network: string, tcpPorts: string): Promise<number | null> => {
  const { rows } = await postgres.query(
    'select query_status from network_query_task where network = $1 and tcp_query_ports = $2',
    [network, tcpPorts],
  );
  return rows[0]?.query_status ?? null;
};

test('what is refused creates nothing and says why', async () => {
  const before = (await stack.call('GET', '/v1/tasks?limit=1000')).body.tasks.length;
  const refused = await stack.call('POST', '/v1/tasks', {
    networks: ['127.0.9.0/24', '10.1.0.0/24'],
    tcp_ports: '22',
  });
  expect(refused).toMatchObject({
    status: 403,
    body: { type: '/problems/scope-denied', errors: [{ pointer: '/networks/1' }] },
  });
  expect((await stack.call('GET', '/v1/tasks?limit=1000')).body.tasks.length).toBe(before);
});

test('a run that is cancelled stops, and its task can be deleted', async () => {
  const taskId = await stack.createTask(['127.0.8.0/24'], '1-1000');
  const runId = await stack.startRun(taskId);
  expect((await stack.call('POST', `/v1/runs/${runId}/cancel`)).body.state).toBe('cancelled');
  expect((await stack.call('DELETE', `/v1/tasks/${taskId}`)).status).toBe(204);
  expect((await stack.call('GET', `/v1/runs/${runId}`)).status).toBe(404);
});
