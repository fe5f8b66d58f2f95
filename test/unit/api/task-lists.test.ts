import { describe, expect, it } from 'vitest';
import { presentTask } from '#functions/api/present-task.ts';
import { wireTask, wireTaskPage, wireTokenPage } from '#shared/domain/wire.ts';
import { apiDeps, apiWith, asks } from '#test/support/api-with.ts';
import { NOW, sampleTask } from '#test/support/samples.ts';

describe('a task', () => {
  it('is shown as the API says', () => {
    const schedule = { cron: ['45 1 * * *'], at: [1_999_999_999], timezone: 'Asia/Shanghai' };
    const task = sampleTask({ schedule, nextAt: NOW, label: 'lab', liveRunId: 3, queryTime: NOW });
    expect(wireTask.parse(presentTask(task))).toMatchObject({
      id: 7,
      network: '10.2.0.0/24',
      tcp_ports: '22',
      udp_ports: '53',
      query_status: 0,
      status: 'new',
      schedule,
      next_at: '2026-11-22T10:00:00.000Z',
      live_run_id: 3,
      last_run_id: null,
      owner: 'owner of operator',
      created_at: '2026-11-22T10:00:00.000Z',
    });
  });
});

/** What the store is asked for a query of GET /v1/tasks; null when the query is refused as wrong. */
const askedFor = async (query: string): Promise<unknown> => {
  let asked: unknown = null;
  const list = async (wanted: unknown) => {
    asked = wanted;
    return { tasks: [sampleTask()], next: 7 };
  };
  const none = async () => null;
  const tasks = {
    list,
    ofRequest: async () => [],
    create: async () => [],
    get: none,
    getAll: async () => [],
    update: none,
    remove: none,
  };
  const api = apiWith({ tasks });
  const answer = await api.ask({ path: '/v1/tasks', query, headers: asks('viewer') });
  expect([200, 422]).toContain(answer.status);
  return asked;
};

/** As many as a task may leave out, or a token have; in three hundred of them, more than an answer may be. */
const networks = Array.from({ length: 1000 }, (_, n) => `10.${n >> 8}.${n & 255}.0/24`);
const ids = Array.from({ length: 300 }, (_, n) => n + 1);

describe('a page that would be longer than an answer may be', () => {
  it('of tasks ends before, and leads on', async () => {
    const list = async () => ({
      tasks: ids.map((id) =>
        sampleTask({ id, options: { ...sampleTask().options, exclude: networks } }),
      ),
      next: 300,
    });
    const api = apiWith({ tasks: { ...apiDeps({}).tasks, list } });
    const { status, body } = await api.ask({ path: '/v1/tasks', headers: asks('viewer') });
    const { tasks, next } = wireTaskPage.parse(body);
    expect(status).toBe(200);
    expect(JSON.stringify(body).length).toBeLessThan(4_100_000);
    expect(Buffer.from(next ?? '', 'base64url').toString()).toBe(`tasks ${tasks.at(-1)?.id}`);
  });

  it('of tokens ends before, and leads on', async () => {
    const token = { owner: 'lab', label: '', role: 'viewer', createdAt: NOW } as const;
    const rows = ids.map((id) => ({
      ...token,
      id,
      scopes: networks,
      expiresAt: null,
      lastUsedAt: null,
    }));
    const tokens = { ...apiDeps({}).tokens, list: async () => ({ rows, next: null }) };
    const { body } = await apiWith({ tokens }).ask({ path: '/v1/tokens', headers: asks('admin') });
    const page = wireTokenPage.parse(body);
    expect(JSON.stringify(body).length).toBeLessThan(4_100_000);
    expect(Buffer.from(page.next ?? '', 'base64url').toString()).toBe(
      `tokens ${page.tokens.at(-1)?.id}`,
    );
  });
});

describe('a page of tasks', () => {
  it.each([
    ['', { limit: 100 }],
    ['limit=1', { limit: 1 }],
    ['limit=1000', { limit: 1000 }],
    ['status=done&label=a%20b', { limit: 100, status: 'done', label: 'a b' }],
    ['network=10.2.0.9%2F24', { limit: 100, network: '10.2.0.0/24' }],
    ['network=FD12::1', { limit: 100, network: 'fd12::1/128' }],
  ])('is asked for by %s', async (query, expected) => {
    expect(await askedFor(query)).toEqual(expected);
  });

  it('leads on to the next by its cursor', async () => {
    const api = apiWith();
    const cursor = Buffer.from('tasks 7').toString('base64url');
    expect(await askedFor(`cursor=${cursor}`)).toEqual({ limit: 100, after: 7 });
    const last = await api.ask({ path: '/v1/tasks', headers: asks('viewer') });
    expect(last.body).toEqual({ tasks: [], next: null });
  });

  it.each([
    'limit=0',
    'limit=1001',
    'limit=01',
    'limit=1e2',
    'limit=',
    'limit=-1',
    'status=new&status=done',
    'status=Done',
    'label=%00',
    'label=%E2%80%AEx',
    'network=10.2.0.0/33',
    'network=localhost',
    'cursor=7',
    'cursor=',
    'owner=x',
    'limit',
  ])('is refused by %s', async (query) => {
    expect(await askedFor(query)).toBeNull();
  });
});
