import { describe, expect, it } from 'vitest';
import { createTasks, type Deps } from '#functions/api/create-tasks.ts';
import { DomainError } from '#shared/domain/errors.ts';
import { formatNetwork } from '#shared/domain/network.ts';
import type { NewTask } from '#shared/store/task-write.ts';
import type { Viewer } from '#shared/store/viewer.ts';
import { listeningLog } from '#test/support/listening-log.ts';
import { NOW, principalOf, sampleTask } from '#test/support/samples.ts';

const operator = principalOf('operator', '10.0.0.0/8');

const recording = (change: Partial<Deps> = {}) => {
  const created: NewTask[] = [];
  const viewers: Viewer[] = [];
  const fields = new Map<string, string | null>();
  const noted = new Map<string, string | null>();
  const log = listeningLog();
  const deps: Deps = {
    tasks: {
      ofRequest: async () => [],
      create: async (tasks, viewer) => {
        created.push(...tasks);
        viewers.push(viewer);
        return tasks.map(({ network, ...task }, index) =>
          sampleTask({ ...task, id: index + 1, network: formatNetwork(network) }),
        );
      },
    },
    crontab: {
      set: async (values) => {
        for (const [key, value] of values) fields.set(key, value);
      },
    },
    dueTimes: {
      told: async (values) => {
        for (const [key, value] of values) noted.set(key, value);
      },
    },
    exclusions: { current: async () => [] },
    policy: 'local',
    now: async () => NOW,
    log,
    ...change,
  };
  return { created, viewers, fields, noted, log, deps };
};

describe('creating tasks', () => {
  it('makes one for each canonical network, owned by who asks', async () => {
    const { created, viewers, deps } = recording();
    const networks = ['10.1.0.9/24', '10.2.0.1-10.2.0.2', '10.1.0.0/24'];
    const tasks = await createTasks({ networks, tcp_ports: '443,22' }, operator, deps);
    expect(tasks.map(({ network }) => network)).toEqual([
      '10.1.0.0/24',
      '10.2.0.1/32',
      '10.2.0.2/32',
    ]);
    expect(created[0]).toMatchObject({
      owner: 'owner of operator',
      key: '10.1.0.0/24&22,443&',
      tcpPorts: '22,443',
      udpPorts: '',
      schedule: null,
      label: null,
    });
    expect(viewers).toEqual([
      { owner: 'owner of operator', isAdmin: false, scopes: ['10.0.0.0/8'] },
    ]);
  });

  it('writes the next due times where old programs look for them', async () => {
    const { fields, noted, deps } = recording();
    const schedule = { cron: ['45 1 * * *'], at: [1_999_999_999], timezone: 'Asia/Shanghai' };
    await createTasks({ networks: ['10.1.0.0/24'], schedule }, operator, deps);
    // 2026-11-23 01:45 in Shanghai
    const next = Date.parse('2026-11-22T17:45:00Z') / 1000;
    expect([...fields]).toEqual([['10.1.0.0/24&&', `[${next}, 1999999999]`]]);
    expect(noted).toEqual(fields);
  });

  it('writes no field without a schedule', async () => {
    const { fields, deps } = recording();
    await createTasks({ networks: ['10.1.0.0/24'] }, operator, deps);
    expect(fields.size).toBe(0);
  });

  it('is done once Postgres has them, though Redis be down', async () => {
    const down = { set: () => Promise.reject(new Error('down')) };
    const { log, noted, deps } = recording({ crontab: down });
    const body = { networks: ['10.1.0.0/24'], schedule: { cron: ['0 3 * * *'] } };
    expect(await createTasks(body, operator, deps)).toHaveLength(1);
    expect(noted.size).toBe(0);
    expect(log.lines).toEqual([
      expect.objectContaining({ level: 'warn', extra: expect.objectContaining({ fields: 1 }) }),
    ]);
  });

  it('writes no schedule for what was not created', async () => {
    const duplicate = new DomainError('duplicate-task', 'It is there.');
    const { fields, deps } = recording({
      tasks: { ofRequest: async () => [], create: () => Promise.reject(duplicate) },
    });
    const body = { networks: ['10.1.0.0/24'], schedule: { cron: ['0 3 * * *'] } };
    await expect(createTasks(body, operator, deps)).rejects.toBe(duplicate);
    expect(fields.size).toBe(0);
  });

  it.each([
    ['scope-denied', '192.168.0.0/24', 'local'],
    ['scope-denied', '127.0.0.1', 'local'],
    ['target-forbidden', '127.0.0.1', 'lambda'],
    ['too-many-addresses', '10.0.0.0/8', 'local'],
  ] as const)('is refused as %s: %s, policy %s', async (code, network, policy) => {
    const { created, deps } = recording({ policy });
    await expect(createTasks({ networks: [network] }, operator, deps)).rejects.toMatchObject({
      code,
    });
    expect(created).toEqual([]);
  });
});
