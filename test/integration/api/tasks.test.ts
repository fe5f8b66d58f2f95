import { describe, expect, it } from 'vitest';
import { wireTask, wireTaskPage, wireTasks } from '#shared/domain/wire.ts';
import { openRedis } from '#shared/store/redis.ts';
import { type Caller, liveApi } from '#test/support/live-api.ts';
import { usePostgres, useRedis } from '#test/support/stores.ts';

const postgres = await usePostgres();
const redis = await useRedis();
const api = await liveApi({ postgres, redis }, 'local', ['127.0.0.0/8', '10.0.0.0/8']);
const { call: alice } = await api.caller('alice', 'operator');
const { call: bob } = await api.caller('bob', 'operator');
const { call: root } = await api.caller('root', 'admin');
const raw = openRedis(redis.upstashUrl, redis.token);
const fieldOf = (key: string) => raw.hget<string>('network:crontab:task:time', key);

const create = async (call: Caller, body: object) => {
  const answer = await call({ method: 'POST', path: '/v1/tasks', body });
  expect(answer).toMatchObject({ status: 201 });
  return wireTasks.parse(answer.body).tasks;
};
const only = <T>([item]: readonly T[]): T => {
  if (item === undefined) throw new Error('nothing there');
  return item;
};

describe('a task', () => {
  it('reads back as it was created, in canonical form', async () => {
    const schedule = { cron: ['45 1 * * *'], at: [1_999_999_999], timezone: 'Asia/Shanghai' };
    const body = {
      networks: ['10.1.0.9/24'],
      tcp_ports: '443,22,23',
      udp_ports: '53',
      schedule,
      label: 'lab',
      options: { rate: 100, exclude: ['10.1.0.9'] },
    };
    const created = only(await create(alice, body));
    expect(created).toMatchObject({
      network: '10.1.0.0/24',
      tcp_ports: '22-23,443',
      udp_ports: '53',
      query_status: 0,
      status: 'new',
      schedule,
      label: 'lab',
      owner: 'alice',
      live_run_id: null,
    });
    expect(created.options).toMatchObject({ rate: 100, discovery: 'auto' });
    const read = await alice({ path: `/v1/tasks/${created.id}` });
    expect(wireTask.parse(read.body)).toEqual(created);
    const due = Date.parse(created.next_at ?? '') / 1000;
    expect(await fieldOf('10.1.0.0/24&22-23,443&53')).toBe(`[${due}, 1999999999]`);
  });

  it('changes what a patch names, and its schedule goes with its ports', async () => {
    const schedule = { cron: ['0 3 * * *'] };
    const { id } = only(
      await create(alice, { networks: ['10.1.1.0/24'], tcp_ports: '22', schedule }),
    );
    const path = `/v1/tasks/${id}`;
    const moved = await alice({ method: 'PATCH', path, body: { tcp_ports: '80', label: 'web' } });
    expect(wireTask.parse(moved.body)).toMatchObject({ tcp_ports: '80', label: 'web' });
    expect(await fieldOf('10.1.1.0/24&22&')).toBeNull();
    expect(await fieldOf('10.1.1.0/24&80&')).toMatch(/^\[\d+\]$/);
    const off = await alice({ method: 'PATCH', path, body: { schedule: null, label: null } });
    expect(wireTask.parse(off.body)).toMatchObject({ schedule: null, next_at: null, label: null });
    expect(await fieldOf('10.1.1.0/24&80&')).toBeNull();
  });

  it('is gone once deleted, from Redis too, and may be made again', async () => {
    const body = { networks: ['10.1.2.0/24'], tcp_ports: '22', schedule: { cron: ['0 3 * * *'] } };
    const { id } = only(await create(alice, body));
    const path = `/v1/tasks/${id}`;
    expect(await alice({ method: 'DELETE', path })).toMatchObject({ status: 204, body: undefined });
    expect(await alice({ path })).toMatchObject({ status: 404 });
    expect(await alice({ method: 'DELETE', path })).toMatchObject({ status: 404 });
    expect(await fieldOf('10.1.2.0/24&22&')).toBeNull();
    await create(alice, body);
  });

  it('exists once: the second is told the id, where it may see the first', async () => {
    const body = { networks: ['10.1.3.0/24'], tcp_ports: '22,80' };
    const { id } = only(await create(alice, body));
    const again = { networks: ['10.1.3.7/24'], tcp_ports: '80,22,22' };
    const mine = await alice({ method: 'POST', path: '/v1/tasks', body: again });
    expect(mine).toMatchObject({
      status: 409,
      body: { type: '/problems/duplicate-task', existing_id: id },
    });
    const others = await bob({ method: 'POST', path: '/v1/tasks', body: again });
    expect(others.status).toBe(409);
    expect(others.body).not.toHaveProperty('existing_id');
  });

  it('is created once by twenty who ask at the same time', async () => {
    const body = { networks: ['10.1.4.0/24'] };
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => alice({ method: 'POST', path: '/v1/tasks', body })),
    );
    const statuses = answers.map(({ status }) => status).toSorted();
    expect(statuses).toEqual([201, ...Array.from({ length: 19 }, () => 409)]);
  });

  it('does not take the place of another by a patch', async () => {
    await create(alice, { networks: ['10.1.5.0/24'], tcp_ports: '22' });
    const { id } = only(await create(alice, { networks: ['10.1.5.0/24'], tcp_ports: '80' }));
    const body = { tcp_ports: '22' };
    expect(await alice({ method: 'PATCH', path: `/v1/tasks/${id}`, body })).toMatchObject({
      status: 409,
    });
  });
});

describe('many tasks', () => {
  it('are created all or none', async () => {
    await create(alice, { networks: ['10.2.1.0/24'] });
    const networks = ['10.2.0.0/24', '10.2.1.0/24', '10.2.2.0/24'];
    expect(await alice({ method: 'POST', path: '/v1/tasks', body: { networks } })).toMatchObject({
      status: 409,
    });
    const page = await alice({ path: '/v1/tasks', query: 'network=10.2.0.0/24' });
    expect(page.body).toEqual({ tasks: [], next: null });
  });

  it('are created and deleted a thousand at a time, with their schedules', async () => {
    const networks = Array.from({ length: 1000 }, (_, n) => `10.3.${n >> 8}.${n & 255}`);
    const schedule = { cron: ['0 3 * * *'] };
    const tasks = await create(alice, { networks, tcp_ports: '22', schedule });
    expect(tasks).toHaveLength(1000);
    expect(await fieldOf('10.3.3.231/32&22&')).toMatch(/^\[\d+\]$/);
    const body = { ids: tasks.map(({ id }) => id) };
    expect(await alice({ method: 'POST', path: '/v1/tasks/delete', body })).toMatchObject({
      status: 204,
    });
    expect(await fieldOf('10.3.3.231/32&22&')).toBeNull();
  });

  it('are deleted all or none', async () => {
    const { id } = only(await create(alice, { networks: ['10.2.3.0/24'] }));
    const body = { ids: [id, 999_999_999] };
    expect(await alice({ method: 'POST', path: '/v1/tasks/delete', body })).toMatchObject({
      status: 404,
    });
    expect(await alice({ path: `/v1/tasks/${id}` })).toMatchObject({ status: 200 });
  });

  it('are read page by page, each once, while others are made', async () => {
    const label = 'paged';
    const networks = Array.from({ length: 7 }, (_, n) => `10.4.${n}.0/24`);
    const ids = (await create(alice, { networks, label })).map(({ id }) => id);
    const seen: number[] = [];
    let cursor = '';
    do {
      const query = `label=${label}&limit=3${cursor && `&cursor=${cursor}`}`;
      const page = wireTaskPage.parse((await alice({ path: '/v1/tasks', query })).body);
      seen.push(...page.tasks.map(({ id }) => id));
      cursor = page.next ?? '';
      if (seen.length === 3) await create(alice, { networks: ['10.4.9.0/24'], label: 'other' });
    } while (cursor !== '');
    expect(seen).toEqual(ids);
  });
});

describe('somebody else', () => {
  it('finds none of the tasks, and an admin all', async () => {
    const { id } = only(await create(alice, { networks: ['10.5.0.0/24'], label: 'hers' }));
    const path = `/v1/tasks/${id}`;
    const attempts = [
      { path },
      { method: 'PATCH', path, body: { label: 'mine' } },
      { method: 'DELETE', path },
      { method: 'POST', path: '/v1/tasks/delete', body: { ids: [id] } },
      { method: 'POST', path: '/v1/runs', body: { task_ids: [id] } },
      { path: `${path}/runs` },
      { path: `${path}/hosts` },
    ];
    for (const attempt of attempts) expect(await bob(attempt)).toMatchObject({ status: 404 });
    const listed = await bob({ path: '/v1/tasks', query: 'label=hers' });
    expect(listed.body).toEqual({ tasks: [], next: null });
    expect(await root({ path })).toMatchObject({ status: 200, body: { label: 'hers' } });
  });
});
