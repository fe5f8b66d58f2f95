import { describe, expect, it } from 'vitest';
import { type Deps, startRuns } from '#functions/api/start-runs.ts';
import { DomainError } from '#shared/domain/errors.ts';
import { listeningLog } from '#test/support/listening-log.ts';
import { principalOf, sampleRun, sampleTask } from '#test/support/samples.ts';

const operator = principalOf('operator', '10.0.0.0/8');

/** Tasks 1 to 9 are there; task n is the network 10.n.0.0/24, and its run is n × 10. */
const recording = (change: Partial<Deps> = {}) => {
  const events: string[] = [];
  const log = listeningLog();
  const note = (event: string) => {
    events.push(event);
  };
  const deps: Deps = {
    tasks: {
      getAll: async (ids) =>
        ids
          .filter((id) => id <= 9)
          .map((id) =>
            sampleTask({ id, network: `10.${id}.0.0/24`, key: `10.${id}.0.0/24&22&53` }),
          ),
    },
    runs: {
      ofRequest: async () => [],
      getAll: async (ids) => ids.map((id) => sampleRun({ id, state: 'queued', startedAt: null })),
    },
    exclusions: { current: async () => [] },
    policy: 'local',
    quota: { dailyProbes: 1_000_000, liveRuns: 5 },
    startRuns: async (tasks) => {
      note(`plan ${tasks.map(({ id }) => id)}`);
      return tasks.map(({ id }) => id * 10);
    },
    enqueue: async ({ id, key }) => note(`enqueue ${id} on ${key}`),
    ring: async () => note('ring'),
    log,
    ...change,
  };
  return { events, log, deps };
};

describe('starting runs', () => {
  it('plans, enqueues, then rings', async () => {
    const { events, deps } = recording();
    const runs = await startRuns([2], operator, deps);
    expect(runs.map(({ id }) => id)).toEqual([20]);
    expect(events).toEqual(['plan 2', 'enqueue 20 on 10.2.0.0/24&22&53', 'ring']);
  });

  it('starts each task once, however often it is named', async () => {
    const { events, deps } = recording();
    expect(await startRuns([3, 3, 1, 3], operator, deps)).toHaveLength(2);
    expect(events[0]).toBe('plan 3,1');
  });

  it('rings once for many networks', async () => {
    const { events, deps } = recording();
    await startRuns([1, 2, 3, 4, 5, 6, 7, 8, 9], operator, deps);
    expect(events.filter((event) => event.startsWith('enqueue'))).toHaveLength(9);
    expect(events.filter((event) => event === 'ring')).toHaveLength(1);
    expect(events.at(-1)).toBe('ring');
  });

  it.each([
    ['a task that is not there', 'not-found', [1, 10], operator],
    ['a network outside the scopes', 'scope-denied', [1], principalOf('operator', '10.2.0.0/16')],
  ] as const)('starts none with %s', async (_name, code, ids, principal) => {
    const { events, deps } = recording();
    await expect(startRuns(ids, principal, deps)).rejects.toMatchObject({ code });
    expect(events).toEqual([]);
  });

  it('points at the task whose network may no longer be probed', async () => {
    const { deps } = recording();
    const principal = principalOf('operator', '10.1.0.0/16');
    await expect(startRuns([1, 2], principal, deps)).rejects.toMatchObject({
      errors: [{ pointer: '/task_ids/1', code: expect.any(String) }],
    });
  });

  it('enqueues and rings for nothing that was not planned', async () => {
    const live = new DomainError('run-live', 'It runs.');
    const { events, deps } = recording({ startRuns: () => Promise.reject(live) });
    await expect(startRuns([1], operator, deps)).rejects.toBe(live);
    expect(events).toEqual([]);
  });

  it.each(['enqueue', 'ring'] as const)(
    'is done once Postgres has the runs, though %s fail',
    async (step) => {
      const { log, deps } = recording({ [step]: () => Promise.reject(new Error('down')) });
      expect(await startRuns([1], operator, deps)).toHaveLength(1);
      expect(log.lines).toMatchObject([{ level: 'warn', extra: { run_ids: [10] } }]);
    },
  );
});
