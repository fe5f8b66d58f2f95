import { afterAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { scanEvent } from '#functions/scanner/event.ts';
import type { TaskOptions } from '#shared/domain/task-options.ts';
import { setClock } from '#shared/store/clock.ts';
import { hostsIn } from '#shared/store/hosts.ts';
import { NETWORK_QUEUE, QUARANTINE } from '#shared/store/redis-keys.ts';
import { runsIn } from '#shared/store/runs.ts';
import { scopesIn } from '#shared/store/scopes.ts';
import { startRunsIn } from '#shared/store/start-runs.ts';
import { tasksIn } from '#shared/store/tasks.ts';
import { bareRedis } from '#test/support/bare-redis.ts';
import { listenOn } from '#test/support/listeners.ts';
import { usePipeline } from '#test/support/pipeline.ts';
import { admin, createTask } from '#test/support/run-fixtures.ts';

const { db, redis, scan, fan, enqueue, warnings, rung } = await usePipeline();
const bare = await bareRedis(redis.redisUrl);
const listeners = await listenOn(['127.46.0.1', '127.46.0.9', '127.46.0.10']);
afterAll(async () => {
  bare.close();
  await listeners.close();
});
const tasks = tasksIn(db);
const runs = runsIn(db);
const hosts = hostsIn(db);
const ports = listeners.at.map(({ port }) => port).join(',');

beforeEach(async () => {
  await bare.command('FLUSHALL');
  await db.execute(
    'truncate network_query_task, netsweep_run, netsweep_chunk, netsweep_host cascade',
  );
  await scopesIn(db).setDeployment(['127.0.0.0/8']);
  warnings.length = 0;
  rung.length = 0;
});

const start = async (network: string, tcpPorts: string, options: Partial<TaskOptions> = {}) => {
  const task = await createTask(db, network, tcpPorts, options);
  const [id] = await startRunsIn(db)([task]);
  if (id === undefined) throw new Error('no run');
  await enqueue({ id, key: task.key });
  return { task, id, key: task.key };
};

/** What is kept in quarantine. */
const setAside = async (): Promise<string[]> => {
  const kept = z.array(z.string()).parse(await bare.command('LRANGE', QUARANTINE, '0', '-1'));
  return kept.map((entry) => JSON.parse(entry).what);
};

const openPorts = async (taskId: number) => {
  const page = await hosts.ofTask(taskId, { limit: 1000 }, admin);
  return page?.hosts.flatMap(({ ip, ports: found }) =>
    found.filter(({ state }) => state === 'open').map(({ port }) => `${ip}:${port}`),
  );
};

const expected = listeners.at.map(({ address, port }) => `${address}:${port}`);

test('a run is probed to its end: every listener found, nothing left in Redis', async () => {
  const { task, id, key } = await start('127.46.0.0/28', ports);
  await fan();
  expect(await runs.get(id, admin)).toMatchObject({ state: 'done', online: 16 });
  expect((await openPorts(task.id))?.sort()).toEqual(expected.sort());
  expect(await bare.command('LLEN', key)).toBe(0);
  expect(await bare.command('LLEN', NETWORK_QUEUE)).toBe(0);
  expect(await bare.command('KEYS', 'netsweep:lease:*')).toEqual([]);
});

test('many fan-outs at once share the work; each chunk is probed once', async () => {
  const { id } = await start('127.46.0.0/26', '1-200');
  const taken: string[] = [];
  const counting = async (event: unknown) => {
    const answer = await scan(event);
    if ('payload' in answer && JSON.stringify(answer.payload).includes('done')) {
      taken.push(JSON.stringify(event));
    }
    return answer;
  };
  await Promise.all([1, 2, 3].map(() => fan({ invokeScanner: counting })));
  const run = await runs.get(id, admin);
  expect(run).toMatchObject({ state: 'done', online: 64 });
  expect(taken).toHaveLength(run?.chunks.total ?? 0);
});

test('a scanner that dies gives its chunk back, and the run ends as an undisturbed one would', async () => {
  const { task, id } = await start('127.46.0.0/28', ports);
  let deaths = 0;
  await fan({
    invokeScanner: async (event) => {
      deaths += 1;
      if (deaths > 1) return scan(event);
      return { functionError: { type: 'Unhandled', message: 'Runtime exited with signal 9' } };
    },
  });
  expect(await runs.get(id, admin)).toMatchObject({ state: 'done' });
  expect((await openPorts(task.id))?.sort()).toEqual(expected.sort());
  expect(warnings).toContain('a scanner died');
});

test('a run whose chunk always kills its scanner fails and says so, without what a driver said', async () => {
  const { task, id } = await start('127.46.0.0/32', '22');
  let deaths = 0;
  // Each try waits longer than the one before it, by a clock that runs a hundred times as fast.
  let seconds = 0;
  const running = setInterval(() => {
    seconds += 10;
    void setClock(db, seconds);
  }, 100);
  await fan({
    invokeScanner: async () => {
      deaths += 1;
      return { functionError: { type: 'Unhandled', message: 'Failed query: select secret' } };
    },
  });
  clearInterval(running);
  await setClock(db, 0);
  expect(deaths).toBe(5);
  expect(await runs.get(id, admin)).toMatchObject({ state: 'failed', error: 'its scanner died' });
  expect(await tasks.get(task.id, admin)).toMatchObject({ queryStatus: 3, status: 'failed' });
});

test('a throttled fan-out waits and goes on; nothing is dropped', async () => {
  const { id } = await start('127.46.0.0/28', '1-200');
  let asked = 0;
  await fan({
    invokeScanner: async (event) => {
      asked += 1;
      return asked % 3 === 0 ? scan(event) : { throttled: { retryAfterMs: null } };
    },
  });
  expect(await runs.get(id, admin)).toMatchObject({ state: 'done' });
});

test('when its time is up a fan-out hands over, and its successor finishes', async () => {
  const { id } = await start('127.46.0.0/26', '1-200');
  let begun = 0;
  await fan({
    window: 1,
    isLate: () => begun >= 2,
    invokeScanner: (event) => {
      begun += 1;
      return scan(event);
    },
  });
  const half = await runs.get(id, admin);
  expect(half?.state).toBe('probing');
  expect(rung).toEqual([{ v: 1, hop: 1 }]);
  await fan({ hop: 1 });
  expect(await runs.get(id, admin)).toMatchObject({ state: 'done' });
});

test('a run at a low rate has its chunks probed one at a time, each at the whole rate', async () => {
  const network = '127.46.0.0/26';
  const { id } = await start(network, '1-60', { rate: 10, exclude: [network] });
  const rates: number[] = [];
  let atWork = 0;
  await fan({
    invokeScanner: async (event) => {
      atWork += 1;
      expect(atWork).toBe(1);
      rates.push(scanEvent.parse(event).rate);
      const answer = await scan(event);
      atWork -= 1;
      return answer;
    },
  });
  expect(await runs.get(id, admin)).toMatchObject({ state: 'done', chunks: { total: 4 } });
  expect(rates).toEqual([10, 10, 10, 10]);
});

test('a cancelled run is let go', async () => {
  const { id, key, task } = await start('127.46.0.0/28', '22');
  await db.execute(`select netsweep_cancel(${id}, 'asked for')`);
  await fan();
  expect(await runs.get(id, admin)).toMatchObject({ state: 'cancelled', online: 0 });
  expect(await bare.command('LLEN', NETWORK_QUEUE)).toBe(0);
  expect(await bare.command('LLEN', key)).toBe(0);
  expect((await runs.listOfTask(task.id, { limit: 5 }, admin)).runs).toHaveLength(1);
});

test("an old program's list of addresses is probed: rows, count and status as it knows them", async () => {
  const key = `127.46.0.8/30&${ports}&53`;
  for (const address of ['127.46.0.8', '127.46.0.9', '127.46.0.10', '127.46.0.11'])
    await bare.command('RPUSH', key, address);
  await bare.command('RPUSH', NETWORK_QUEUE, key);
  const statuses: number[] = [];
  await fan({
    invokeScanner: async (event) => {
      statuses.push((await legacyTask()).queryStatus);
      const answer = await scan(event);
      return answer;
    },
  });
  const task = await legacyTask();
  expect(task).toMatchObject({ owner: 'legacy', key, queryStatus: 2, onlineIpNum: 4 });
  expect(statuses[0]).toBe(1);
  const { rows } = await db.execute(
    `select host(ip) as ip, tcp_port_list, udp_port_list from network_query_result r order by r.ip`,
  );
  expect(rows.map(({ ip }) => ip)).toEqual([
    '127.46.0.8',
    '127.46.0.9',
    '127.46.0.10',
    '127.46.0.11',
  ]);
  expect(rows[1]?.tcp_port_list).toMatch(
    new RegExp(`^\\["${listeners.at[1]?.port} open [a-z0-9-]+"\\]$`),
  );
  expect(rows[1]?.udp_port_list).toBe('[]');
  expect(await bare.command('EXISTS', key)).toBe(0);
});

const legacyTask = async () => {
  const { tasks: found } = await tasks.list({ network: '127.46.0.8/30', limit: 1 }, admin);
  if (!found[0]) throw new Error('not adopted');
  return found[0];
};

test("an old program's list that is lost once its task is made leaves no task that waits for it", async () => {
  const key = `127.46.0.8/30&${ports}&53`;
  await bare.command('RPUSH', key, '127.46.0.8');
  await bare.command('RPUSH', NETWORK_QUEUE, key);
  const dying = { plan: () => Promise.reject(new Error('died')) };
  await fan({ planning: dying }).catch(() => {});
  await bare.command('FLUSHALL');
  expect(await legacyTask()).toMatchObject({ queryStatus: 0, liveRunId: null });
});

test('addresses written twice, out of order or outside the network are probed once, or not at all', async () => {
  const key = '127.46.0.8/30&22&';
  const items = ['127.46.0.10', '127.46.0.9', '127.46.0.10', '10.0.0.1', 'rubbish', '127.46.0.9'];
  await bare.command('RPUSH', key, ...items);
  await bare.command('RPUSH', NETWORK_QUEUE, key);
  await fan();
  const [run] = (await runs.listOfTask((await legacyTask()).id, { limit: 5 }, admin)).runs;
  expect(run).toMatchObject({ state: 'done', addresses: 2, online: 2, trigger: 'legacy' });
  expect(warnings).toContain('a list holds items that are no address of its network');
  expect(await setAside()).toEqual(['10.0.0.1', 'rubbish']);
});

test('a queued network outside the scopes, and one that is none, are reported and never probed', async () => {
  await bare.command('RPUSH', '192.0.2.0/30&22&', '192.0.2.1');
  await bare.command('RPUSH', 'rubbish', '127.46.0.1');
  await bare.command('RPUSH', NETWORK_QUEUE, '192.0.2.0/30&22&', 'rubbish', '');
  await fan({ invokeScanner: () => Promise.reject(new Error('probed')) });
  expect(warnings).toHaveLength(2);
  expect(await setAside()).toEqual(['192.0.2.0/30&22&', 'rubbish']);
  expect((await tasks.list({ limit: 10 }, admin)).tasks).toEqual([]);
  expect(await bare.command('LLEN', NETWORK_QUEUE)).toBe(0);
});

test('an old program that takes items from our list, or adds addresses to it, harms nothing', async () => {
  const { id, key } = await start('127.46.0.0/28', '1-300');
  const strange = ['rubbish', '10.0.0.1', '127.0.0.0/8', '127.46.0.0/33', ''];
  await bare.command('LPUSH', key, ...strange, '127.46.0.5/31');
  await bare.command('RPUSH', key, '127.46.0.3', 'late rubbish', '127.46.0.3');
  await fan();
  expect(await runs.get(id, admin)).toMatchObject({ state: 'done', online: 16 });
  expect((await setAside()).sort()).toEqual([...strange, 'late rubbish'].sort());
});

test('a run that starts while the fan-out ends the one before it is not missed', async () => {
  for (let round = 0; round < 8; round += 1) {
    const { task, id } = await start(`127.0.1.${round}/32`, '22');
    const fanning = fan();
    await expect.poll(async () => (await runs.get(id, admin))?.state, { interval: 1 }).toBe('done');
    const [next = 0] = await startRunsIn(db)([task]);
    await enqueue({ id: next, key: task.key });
    await Promise.all([fanning, fan()]);
    expect(await runs.get(next, admin)).toMatchObject({ state: 'done' });
  }
});
