import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeHost, fakeRun, fakeTask } from './fake-answers.ts';
import { type FakeApi, startFakeApi } from './fake-api.ts';
import { runCli } from './run-cli.ts';

let fake: FakeApi;
beforeEach(async () => {
  fake = await startFakeApi();
  fake.state.hosts = [fakeHost({})];
});
afterEach(() => fake.stop());

/** A scan that is interrupted when its run has been asked for twice. */
const interruptedScan = (...argv: string[]) => {
  const controller = new AbortController();
  fake.state.step = (_run, asked) => {
    if (asked === 2) controller.abort();
    return { state: 'probing', percent: 40, online: 1 };
  };
  return runCli(['scan', ...argv, '--api', fake.api, '--token', fake.token], {
    interrupted: controller.signal,
  });
};

describe('an interrupted scan', () => {
  it('cancels the runs it started, prints what is known and exits with 130', async () => {
    const { status, out, err } = await interruptedScan('127.0.0.0/30', '--tcp', '80');
    expect(status).toBe(130);
    expect(fake.sent('POST', '/v1/runs/100/cancel')).toHaveLength(1);
    expect(out).toContain('127.0.0.1  80/tcp  open');
    expect(err).toContain('stopping: cancelling what this scan started');
    expect(err).toContain('run 100 of task 1: cancelled\n');
  });

  it('prints the one document with --json all the same', async () => {
    const { status, out } = await interruptedScan('127.0.0.0/30', '--tcp', '80', '--json');
    expect(status).toBe(130);
    expect(JSON.parse(out).runs).toMatchObject([{ id: 100, state: 'cancelled' }]);
  });

  it('leaves a run alone that was live before it', async () => {
    fake.state.tasks.set(1, fakeTask({ network: '127.0.0.0/30', tcp_ports: '80', live_run_id: 7 }));
    fake.state.runs.set(7, fakeRun({ id: 7, task_id: 1, state: 'probing' }));
    const { status, err } = await interruptedScan('127.0.0.0/30', '--tcp', '80');
    expect(status).toBe(130);
    expect(fake.sent('POST', '/v1/runs/7/cancel')).toHaveLength(0);
    expect(err).toContain('run 7 of task 1: still probing\n');
  });

  it('starts nothing when the interruption comes before', async () => {
    const { status, err } = await runCli(
      ['scan', '127.0.0.0/30', '--tcp', '80', '--api', fake.api, '--token', fake.token],
      { interrupted: AbortSignal.abort() },
    );
    expect([status, err]).toEqual([130, '']);
    expect(fake.sent('POST', '/v1/runs')).toHaveLength(0);
  });

  it('exits with 130 even when its runs cannot be cancelled', async () => {
    fake.state.intercept = ({ path }) => (path.endsWith('/cancel') ? 'hang up' : undefined);
    const { status, err } = await interruptedScan('127.0.0.0/30', '--tcp', '80');
    expect(status).toBe(130);
    expect(err).toContain('run 100 of task 1: still probing\n');
  });
});
