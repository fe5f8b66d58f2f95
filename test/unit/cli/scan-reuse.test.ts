import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeRun, fakeTask, problem } from './fake-answers.ts';
import { type FakeApi, startFakeApi } from './fake-api.ts';
import { runCli } from './run-cli.ts';

let fake: FakeApi;
beforeEach(async () => {
  fake = await startFakeApi();
});
afterEach(() => fake.stop());

const scan = (...argv: string[]) =>
  runCli(['scan', ...argv, '--api', fake.api, '--token', fake.token]);

describe('tasks that are there already', () => {
  it('are reused, each where it is one of several networks', async () => {
    for (const id of [1, 2])
      fake.state.tasks.set(id, fakeTask({ id, network: `127.0.${id}.0/24`, tcp_ports: '80' }));
    const networks = [1, 2, 3, 4, 5].map((n) => `127.0.${n}.0/24`);
    const { status } = await scan(...networks, '--tcp', '80');
    expect(status).toBe(0);
    expect(fake.state.tasks.size).toBe(5);
    const started = fake.sent('POST', '/v1/runs')[0]?.body as { task_ids: number[] };
    expect(started.task_ids.toSorted()).toEqual([1, 2, 3, 4, 5]);
  });

  it('keep their options but for those that the scan names', async () => {
    const task = fakeTask({ network: '127.0.0.0/30', tcp_ports: '80' });
    task.options.patience_ms = 123;
    fake.state.tasks.set(1, task);
    await scan('127.0.0.0/30', '--tcp', '80', '--exclude', '127.0.0.2');
    expect(fake.sent('PATCH', '/v1/tasks/1')[0]?.body).toEqual({
      options: { exclude: ['127.0.0.2'] },
    });
    await scan('127.0.0.0/30', '--tcp', '80', '--exclude', '127.0.0.2/32');
    expect(fake.sent('PATCH', '/v1/tasks/1')).toHaveLength(1);
  });

  it('are watched where they are being probed already', async () => {
    fake.state.tasks.set(1, fakeTask({ network: '127.0.0.0/30', tcp_ports: '80', live_run_id: 7 }));
    fake.state.runs.set(7, fakeRun({ id: 7, task_id: 1, state: 'probing' }));
    const { status, err } = await scan('127.0.0.0/30', '--tcp', '80', '--json');
    expect(status).toBe(0);
    expect(err).toContain('run 7, 4 addresses, 40 probes (live already)');
    expect(fake.state.runs.size).toBe(1);
  });

  it('are refused where they are being probed with other options than these', async () => {
    fake.state.tasks.set(1, fakeTask({ network: '127.0.0.0/30', tcp_ports: '80', live_run_id: 7 }));
    const { status, err } = await scan('127.0.0.0/30', '--tcp', '80', '--exclude', '127.0.0.1');
    expect(status).toBe(2);
    expect(err).toMatch(/^error: task 1 is being probed right now with other options/);
    expect(fake.sent('PATCH', '/v1/tasks/1')).toHaveLength(0);
  });

  it("are refused where they are somebody else's", async () => {
    fake.state.intercept = ({ path }) =>
      path === '/v1/tasks' ? problem(409, 'duplicate-task', 'a task like this exists') : undefined;
    const { status, err } = await scan('127.0.0.0/30', '--tcp', '80');
    expect([status, err]).toEqual([2, 'error: a task like this exists\n']);
  });
});
