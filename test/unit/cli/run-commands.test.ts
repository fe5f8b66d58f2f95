import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeHost, fakeRun, fakeTask } from './fake-answers.ts';
import { type FakeApi, startFakeApi } from './fake-api.ts';
import { runCli } from './run-cli.ts';

let fake: FakeApi;
beforeEach(async () => {
  fake = await startFakeApi();
  fake.state.hosts = [fakeHost({})];
  fake.state.tasks.set(1, fakeTask({ live_run_id: 7 }));
  fake.state.runs.set(7, fakeRun({ id: 7, task_id: 1, state: 'probing' }));
});
afterEach(() => fake.stop());

const cli = (...argv: string[]) => runCli([...argv, '--api', fake.api, '--token', fake.token]);

describe('netsweep watch', () => {
  it('looks on until the run has ended, and says how', async () => {
    fake.state.step = (_run, asked) =>
      asked < 3
        ? { state: 'probing', percent: 40, online: 1 }
        : { state: 'done', percent: 100, online: 2 };
    const { status, out, err } = await cli('watch', '7');
    expect(status).toBe(0);
    expect(out.split('\n')[1]).toMatch(/^ {2}7 {2}done +100 %/);
    expect(err).toMatch(/^run 7 of task 1, 127\.0\.0\.0\/30\n/);
    expect(err).toContain('2 hosts up: "netsweep hosts 1 --run 7"');
  });

  it('ends with 1 where the run failed, also long ago', async () => {
    fake.state.runs.set(7, fakeRun({ id: 7, state: 'failed', error: 'no route' }));
    const { status, err } = await cli('watch', '7');
    expect([status, err]).toEqual([
      1,
      expect.stringContaining('run 7 of task 1: failed: no route'),
    ]);
    const document = JSON.parse((await cli('watch', '7', '--json')).out);
    expect(document.runs).toMatchObject([{ id: 7, state: 'failed' }]);
  });

  it('leaves the run alone when it is interrupted, and says how to look on again', async () => {
    const controller = new AbortController();
    fake.state.step = (_run, asked) => {
      if (asked === 3) controller.abort();
      return { state: 'probing', percent: 40 };
    };
    const argv = ['watch', '7', '--api', fake.api, '--token', fake.token];
    const { status, err } = await runCli(argv, { interrupted: controller.signal });
    expect([status, err]).toEqual([
      130,
      expect.stringContaining('run 7 goes on: "netsweep watch 7"'),
    ]);
    expect(fake.state.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
  });
});

describe('on a terminal', () => {
  const onTerminal = (...argv: string[]) =>
    runCli([...argv, '--api', fake.api, '--token', fake.token], {
      isTerminal: true,
      environment: { LANG: 'C.UTF-8' },
    });

  it('a run is drawn as a map, of what it has found itself', async () => {
    const { status, err } = await onTerminal('watch', '7');
    expect(status).toBe(0);
    expect(fake.sent('GET', '/v1/tasks/1/map').length).toBeGreaterThan(0);
    expect(err).toContain('127.0.0.0 ');
    expect(err).toContain('█');
  });

  it('a map that is not to be had is no reason to stop', async () => {
    fake.state.intercept = ({ path }) => (path.endsWith('/map') ? { status: 404 } : undefined);
    const { status, err } = await onTerminal('scan', '127.9.0.0/30', '--tcp', '80');
    expect([status, err.includes('not checked')]).toEqual([0, false]);
  });
});

describe('netsweep pause, resume and cancel', () => {
  it('do so with each run, and say what it is now', async () => {
    expect((await cli('pause', '7')).out).toBe('run 7 of task 1: paused\n');
    expect((await cli('resume', '7')).out).toBe('run 7 of task 1: probing\n');
    const { runs } = JSON.parse((await cli('cancel', '7', '--json')).out);
    expect(runs).toMatchObject([{ id: 7, state: 'cancelled' }]);
    expect((await cli('pause', '8')).status).toBe(2);
  });
});
