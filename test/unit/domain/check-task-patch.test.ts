import { describe, expect, it } from 'vitest';
import { checkTaskPatch } from '#shared/domain/check-task-patch.ts';
import type { Schedule } from '#shared/domain/schedule.ts';
import { defaultOptions } from '#shared/domain/task-options.ts';
import { taskContext } from '#test/support/task-context.ts';

const schedule: Schedule = { cron: ['0 3 * * *'], at: [1_000_000_000], timezone: 'Asia/Shanghai' };
const task = {
  network: '10.2.0.0/24',
  tcpPorts: '22,80',
  udpPorts: '53',
  schedule,
  label: 'lab',
  options: { ...defaultOptions('lambda'), rate: 2000, exclude: ['10.2.0.9/32'] },
};
const patch = (body: unknown, different = {}) => checkTaskPatch(body, task, taskContext(different));

describe('a patch', () => {
  it('changes nothing that it does not name, and does not judge times that are over', () => {
    expect(patch({})).toMatchObject({
      key: '10.2.0.0/24&22,80&53',
      schedule,
      label: 'lab',
      options: task.options,
    });
  });

  it('of ports changes the key', () => {
    expect(patch({ tcp_ports: '443,22' }).key).toBe('10.2.0.0/24&22,443&53');
    expect(patch({ udp_ports: '' }).key).toBe('10.2.0.0/24&22,80&');
  });

  it('switches the schedule off and takes the label away by null', () => {
    expect(patch({ schedule: null, label: null })).toMatchObject({ schedule: null, label: null });
  });

  it('puts its options over those of the task', () => {
    expect(patch({ options: { rate: 100, snmp: true } }).options).toEqual({
      ...task.options,
      rate: 100,
      snmp: true,
    });
    expect(patch({ options: { exclude: [] } }).options.exclude).toEqual([]);
    expect(patch({ options: { rate_per_host: null } }).options.rate_per_host).toBeNull();
  });

  it.each<[string, unknown, string, string]>([
    ['the network', { networks: ['10.3.0.0/24'] }, 'validation-error', '/networks'],
    ['the owner', { owner: 'somebody' }, 'validation-error', '/owner'],
    ['ports to nonsense', { tcp_ports: '22,,80' }, 'validation-error', '/tcp_ports'],
    ['ports to null', { tcp_ports: null }, 'validation-error', '/tcp_ports'],
    ['the schedule to the past', { schedule: { at: [1] } }, 'schedule-invalid', '/schedule/at/0'],
    [
      'exclusions to elsewhere',
      { options: { exclude: ['10.3.0.1'] } },
      'validation-error',
      '/options/exclude/0',
    ],
    ['ports to too many', { tcp_ports: 'all', udp_ports: 'all' }, 'too-many-probes', '/networks'],
    [
      'the rate to too few',
      { tcp_ports: '1-4000', options: { rate: 1 } },
      'rate-too-low',
      '/options/rate',
    ],
  ])('may not change %s', (_, body, code, pointer) => {
    expect(() => patch(body)).toThrow(
      expect.objectContaining({ code, errors: [expect.objectContaining({ pointer })] }),
    );
  });

  it('is refused when the task has left the scopes of the caller', () => {
    expect(() => patch({}, { scopes: [] })).toThrow(
      expect.objectContaining({ code: 'scope-denied' }),
    );
  });
});
