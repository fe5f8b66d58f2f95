import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { chanceFrom } from '#test/faults/rig/chance.ts';
import { startFaultProxy } from '#test/faults/rig/fault-proxy.ts';
import type { Action } from '#test/faults/rig/fault-rules.ts';
import { liveApi } from '#test/support/live-api.ts';
import { useScheduler } from '#test/support/scheduler.ts';
import { usePostgres, useRedis } from '#test/support/stores.ts';

const postgres = await usePostgres();
const redis = await useRedis();
const chance = chanceFrom(4);
const upstash = await startFaultProxy(chance, redis.upstashUrl);
const neon = await startFaultProxy(chance, postgres.neonEndpoint);

/** What lets connections through to the proxy of Postgres, or refuses them as a machine does where nothing listens. */
const startDoor = async () => {
  const sockets = new Set<Socket>();
  const { port: behind } = new URL(neon.url);
  // An address of its own: while the door is shut, nobody else is given its port.
  const host = '127.45.0.1';
  const server = createServer((socket) => {
    const onward = connect(Number(behind), '127.0.0.1');
    for (const end of [socket, onward]) sockets.add(end.on('error', () => {}));
    socket.pipe(onward).pipe(socket);
  });
  const open = async (port = 0): Promise<void> => {
    server.listen(port, host);
    await once(server, 'listening');
  };
  await open();
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${host}:${port}`,
    open: () => open(port),
    shut: async (): Promise<void> => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      sockets.clear();
      await closed;
      // Until then, the other end may take a connection for one that it can use.
      await sleep(50);
    },
  };
};
const door = await startDoor();

const scheduler = await useScheduler(postgres, redis);
const api = await liveApi(
  {
    postgres: { url: postgres.url, neonEndpoint: `${door.url}/sql` },
    redis: { upstashUrl: upstash.url, token: redis.token },
  },
  'local',
  ['127.0.0.0/8'],
);
const { call } = await api.caller('outages', 'operator');

afterEach(() => {
  api.log.lines.length = 0;
  upstash.heal();
  neon.heal();
});
afterAll(async () => {
  await door.shut();
  await Promise.all([upstash.stop(), neon.stop()]);
});

let made = 0;
const SCHEDULE = { at: [4_000_000_000], timezone: 'UTC' };
/** Asks for a task that nobody asked for before, with a schedule. */
const post = () => {
  made += 1;
  const body = { networks: [`127.0.${made}.0/30`], tcp_ports: '22', schedule: SCHEDULE };
  return call({ method: 'POST', path: '/v1/tasks', body });
};
const field = () => scheduler.hget(`127.0.${made}.0/30&22&`);
const tasksThere = async () =>
  (
    await scheduler.db.execute(
      `select id from network_query_task where network = '127.0.${made}.0/30'`,
    )
  ).rows.length;
const EVERYTHING = /./;

describe('POST /v1/tasks while Redis', () => {
  test.each<[string, Action]>([
    ['says 429', { status: 429 }],
    ['says 500', { status: 500 }],
    ['says 502 with a page', { status: 502 }],
    ['resets connections', 'refuse'],
    ['loses what it is asked', 'drop-request'],
    ['loses its answers', 'drop-reply'],
    ['is cut off', 'truncate'],
    ['hangs', 'hang'],
  ])('%s makes the task, and the next tick puts its schedule right', async (_what, action) => {
    upstash.add({ match: EVERYTHING, action });
    expect(await post()).toMatchObject({
      status: 201,
      body: { tasks: [{ schedule: SCHEDULE, next_at: expect.any(String) }] },
    });
    expect(api.log.lines.map(({ message }) => message)).toContain(
      'schedules are left to the scheduler',
    );
    upstash.heal();
    await scheduler.tick();
    expect(await field()).toBe('[4000000000]');
  });
});

describe('POST /v1/tasks while Postgres', () => {
  test('is not there is refused within ten seconds, says when to come back, and makes nothing', async () => {
    await door.shut();
    const startedAt = performance.now();
    const answer = await post();
    const tookMs = performance.now() - startedAt;
    expect(tookMs).toBeLessThan(10_000);
    // It was tried again: there were two waits.
    expect(tookMs).toBeGreaterThan(1000);
    await door.open();
    expect(answer).toMatchObject({
      status: 503,
      headers: { 'retry-after': '5' },
      body: { type: '/problems/dependency-unavailable' },
    });
    expect(JSON.stringify(answer)).not.toMatch(/ECONNREFUSED|postgres|insert|127\.0\.0\.1/i);
    expect(await tasksThere()).toBe(0);
    expect(await field()).toBeNull();
  });

  test('comes back while it is being asked makes the task', async () => {
    await door.shut();
    const posting = post();
    setTimeout(() => void door.open(), 300);
    expect(await posting).toMatchObject({ status: 201 });
    expect(await tasksThere()).toBe(1);
  });

  test('wakes up for five seconds makes the task', async () => {
    neon.add({ match: EVERYTHING, nth: 1, action: { delayMs: 5000 } });
    expect(await post()).toMatchObject({ status: 201 });
  });

  test('hangs is refused after ten seconds, and says when to come back', async () => {
    neon.add({ match: EVERYTHING, action: 'hang' });
    const startedAt = performance.now();
    expect(await post()).toMatchObject({ status: 503, headers: { 'retry-after': '5' } });
    expect(performance.now() - startedAt).toBeLessThan(15_000);
    neon.heal();
    expect(await tasksThere()).toBe(0);
  });

  test.each<[string, Action]>([
    ['says 500', { status: 500 }],
    ['loses its answers', 'drop-reply'],
  ])('%s is refused at the first try: nobody knows what was done', async (_what, action) => {
    const insert = { match: /insert into .{0,2}network_query_task/, action };
    neon.add(insert);
    expect((await post()).status).toBeGreaterThanOrEqual(500);
    expect(neon.matched(insert)).toBe(1);
  });
});
