import { describe, expect, it } from 'vitest';
import { changeTask, type Deps } from '#functions/api/change-task.ts';
import type { Task, TaskPatch } from '#shared/domain/task.ts';
import type { FieldValues } from '#shared/store/crontab.ts';
import type { TaskChange } from '#shared/store/task-write.ts';
import { listeningLog } from '#test/support/listening-log.ts';
import { NOW, principalOf, sampleTask } from '#test/support/samples.ts';

const operator = principalOf('operator', '10.0.0.0/8');
const schedule = { cron: ['0 3 * * *'], at: [], timezone: 'UTC' };
const NEXT = Date.parse('2026-11-23T03:00:00Z') / 1000;

/** Changes a stored task by a patch; what Postgres and Redis were told. */
const change = async (stored: Task | null, patch: TaskPatch) => {
  const changes: TaskChange[] = [];
  const fields: FieldValues[number][] = [];
  const deps: Deps = {
    tasks: {
      get: async () => stored,
      update: async (_id, { schedule: next, ...columns }) => {
        changes.push({ ...columns, ...(next !== undefined && { schedule: next }) });
        return (
          stored && { ...stored, ...columns, schedule: next === undefined ? stored.schedule : next }
        );
      },
    },
    crontab: {
      set: async (values) => {
        fields.push(...values);
      },
    },
    dueTimes: { told: async () => {} },
    exclusions: { current: async () => [] },
    policy: 'local',
    now: async () => NOW,
    log: listeningLog(),
  };
  const task = await changeTask(7, patch, operator, deps);
  return { task, changes, fields };
};

describe('changing a task', () => {
  it('changes what the patch names, and nothing else', async () => {
    const { task, changes, fields } = await change(sampleTask({ schedule }), { label: 'lab' });
    expect(task.label).toBe('lab');
    expect(changes).toEqual([{ label: 'lab' }]);
    expect(fields).toEqual([]);
  });

  it('moves the schedule along with the ports: the old key does not stay scheduled', async () => {
    const { task, fields } = await change(sampleTask({ schedule }), { tcp_ports: '443,22' });
    expect(task).toMatchObject({
      key: '10.2.0.0/24&22,443&53',
      tcpPorts: '22,443',
      udpPorts: '53',
    });
    expect(fields).toEqual([
      ['10.2.0.0/24&22&53', null],
      ['10.2.0.0/24&22,443&53', `[${NEXT}]`],
    ]);
  });

  it('writes a new schedule, and takes one away', async () => {
    expect((await change(sampleTask(), { schedule })).fields).toEqual([
      ['10.2.0.0/24&22&53', `[${NEXT}]`],
    ]);
    const off = await change(sampleTask({ schedule }), { schedule: null });
    expect(off.changes).toEqual([{ schedule: null }]);
    expect(off.fields).toEqual([['10.2.0.0/24&22&53', null]]);
  });

  it('keeps the spelling of a key that an old program wrote while the ports stay the same', async () => {
    const old = sampleTask({ key: '10.2.0.0/24&22&53,53' });
    const { changes } = await change(old, { tcp_ports: '22', label: null });
    expect(changes).toEqual([{ label: null }]);
  });

  it('keeps the options that are not named', async () => {
    const { changes } = await change(sampleTask(), { options: { rate: 100 } });
    expect(changes).toEqual([{ options: { ...sampleTask().options, rate: 100 } }]);
  });

  it('does not judge a schedule that stays', async () => {
    const past = { cron: [], at: [1_000_000_000], timezone: 'UTC' };
    const { task } = await change(sampleTask({ schedule: past }), { label: 'x' });
    expect(task.schedule).toEqual(past);
  });

  it.each<[string, Task | null, TaskPatch]>([
    ['not-found', null, { label: 'x' }],
    ['validation-error', sampleTask(), { tcp_ports: '0' }],
    ['schedule-invalid', sampleTask(), { schedule: { ...schedule, at: [1] } }],
    ['scope-denied', sampleTask({ network: '192.168.0.0/24' }), { label: 'x' }],
    ['too-many-probes', sampleTask({ network: '10.2.0.0/16' }), { tcp_ports: '1-65535' }],
  ])('is refused as %s, and nothing is written', async (code, stored, patch) => {
    await expect(change(stored, patch)).rejects.toMatchObject({ code });
  });
});
