import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeHost, fakeRun, fakeTask } from './fake-answers.ts';
import { type FakeApi, startFakeApi } from './fake-api.ts';
import { liveStack, runCli } from './run-cli.ts';

let fake: FakeApi;
beforeEach(async () => {
  fake = await startFakeApi();
  fake.state.tasks.set(1, fakeTask({ label: '实验室\x1b[31m', tcp_ports: '22,80' }));
  fake.state.tasks.set(2, fakeTask({ id: 2, network: '127.1.0.0/24', online_ip_num: 1234 }));
  fake.state.runs.set(
    5,
    fakeRun({
      id: 5,
      state: 'failed',
      percent: 99.9,
      finished_at: '2026-11-22T10:01:00.000Z',
      error: 'no route',
    }),
  );
  fake.state.hosts = [fakeHost({})];
});
afterEach(() => fake.stop());

const cli = (...argv: string[]) => runCli([...argv, '--api', fake.api, '--token', fake.token]);

describe('the commands that ask a deployment', () => {
  it('list tasks as a table, columns in line whatever the label is written in', async () => {
    const { status, out } = await cli('tasks');
    expect(status).toBe(0);
    expect(out.split('\n')).toEqual([
      'TASK  NETWORK       TCP    UDP  STATUS  ONLINE  LAST PROBED (UTC)  NEXT (UTC)  LABEL',
      '   1  127.0.0.0/30  22,80  -    new          0  -                  -           实验室\\x1b[31m',
      '   2  127.1.0.0/24  80     -    new      1,234  -                  -',
      '',
    ]);
  });

  it('hand filters on to the API', async () => {
    await cli('tasks', '--network', '127.0.0.0/30', '--status', 'done', '--label', 'a b');
    expect(fake.sent('GET', '/v1/tasks')[0]?.query.toString()).toBe(
      'network=127.0.0.0%2F30&status=done&label=a+b&limit=1000',
    );
  });

  it('list the runs of a task', async () => {
    const { out } = await cli('runs', '1');
    expect(out.split('\n')[1]).toBe(
      '  5  failed  99 %  click    2026-11-22 09:59:50  1 min 10 s          4       0  no route',
    );
  });

  it.each(['csv', 'jsonl', 'xml'])('put the parts of an export as %s together', async (format) => {
    expect(await cli('hosts', '1', `--${format}`)).toMatchObject({
      status: 0,
      out: `head of /v1/tasks/1/hosts.${format}\ntail of it\n`,
    });
  });

  it('export in one format at a time, of the newest whole result, and say so when there is none', async () => {
    for (const more of [['--xml'], ['--run', '5'], ['--json']])
      expect(await cli('hosts', '1', '--csv', ...more)).toMatchObject({ status: 2, out: '' });
    const { status, err } = await cli('hosts', '9', '--csv');
    expect([status, err]).toEqual([2, expect.stringContaining('There is no such task.')]);
  });

  it('tell what a scan would take', async () => {
    const asked = ['127.0.0.0/24', '--tcp', '1-14', '--rate', '2000'];
    expect(await cli('estimate', ...asked)).toMatchObject({
      status: 0,
      out: '256 addresses, 3,584 probes in 2 chunks: about 1 min 06 s at 1,274 packets a second, US$ 0.000148 (prices of 2026-11-01)\n',
    });
    expect(JSON.parse((await cli('estimate', ...asked, '--json')).out)).toMatchObject({
      chunks: 2,
    });
    expect(fake.sent('POST', '/v1/estimates')[0]?.body).toEqual({
      networks: ['127.0.0.0/24'],
      tcp_ports: '1-14',
      udp_ports: '',
      options: { rate: 2000 },
    });
    expect(fake.sent('POST', '/v1/tasks')).toEqual([]);
  });

  it('show the hosts of a task, or of one run of it and no other', async () => {
    expect((await cli('hosts', '1')).out).toContain('127.0.0.1  80/tcp  open');
    expect((await cli('hosts', '1', '--run', '5')).status).toBe(0);
    const { status, err } = await cli('hosts', '2', '--run', '5');
    expect([status, err]).toEqual([2, 'error: run 5 is one of task 1, not of task 2\n']);
  });

  it('start tasks and delete them, all or none', async () => {
    expect((await cli('start', '1', '2', '1')).out).toBe(
      'task 1: run 101 started\ntask 2: run 102 started\n',
    );
    const missing = await cli('delete', '1', '9');
    expect([missing.status, fake.state.tasks.size]).toEqual([2, 2]);
    expect((await cli('delete', '1', '2')).out).toBe('task 1 deleted\ntask 2 deleted\n');
    expect(fake.state.tasks.size).toBe(0);
    expect((await cli('tasks')).out).toBe('no tasks\n');
  });

  it('print one JSON document with --json', async () => {
    const documents = await Promise.all(
      [['tasks'], ['runs', '1'], ['hosts', '1'], ['start', '1']].map(async (argv) =>
        JSON.parse((await cli(...argv, '--json')).out),
      ),
    );
    expect(documents.map((document) => Object.keys(document))).toEqual([
      ['tasks'],
      ['runs'],
      ['hosts'],
      ['runs'],
    ]);
  });

  it('say what to do about a token that is wrong', async () => {
    const { status, err } = await runCli(['tasks', '--api', fake.api, '--token', 'wrong']);
    expect(status).toBe(2);
    expect(err).toBe(
      'error: A valid token is needed. Name a valid token with --token or NETSWEEP_TOKEN.\n',
    );
  });
});

describe('which deployment is asked', () => {
  const environment = () => ({ NETSWEEP_API: `${fake.api}/v1/`, NETSWEEP_TOKEN: fake.token });

  it('is the one the environment names, where no flag does', async () => {
    expect((await runCli(['tasks'], { environment: environment() })).status).toBe(0);
  });

  it('is the live stack of the data folder where nothing is named, or the folder is', async () => {
    const data = await mkdtemp(join(tmpdir(), 'netsweep-cli-'));
    const local = liveStack(fake);
    const elsewhere = { NETSWEEP_API: 'http://127.0.0.1:1', NETSWEEP_TOKEN: 'x' };
    const argv = ['tasks', '--data', data];
    expect((await runCli(argv, { local, environment: elsewhere })).status).toBe(0);
    expect((await runCli(['tasks'], { local, environment: { NETSWEEP_DATA: data } })).status).toBe(
      0,
    );
    await rm(data, { recursive: true });
  });

  it('is nowhere when none is named and none is up: status 2, and what would help', async () => {
    const { status, err } = await runCli(['tasks', '--data', '/nowhere']);
    expect(status).toBe(2);
    expect(err).toContain('no stack is up in /nowhere: start one with "netsweep up"');
  });

  it('needs a token, and a URL that is one', async () => {
    expect((await runCli(['tasks', '--api', fake.api])).err).toContain('a token for http');
    const wrong = await runCli(['tasks', '--api', 'file:///etc', '--token', 'x']);
    expect([wrong.status, wrong.err]).toEqual([2, expect.stringContaining('are a URL such as')]);
  });
});
