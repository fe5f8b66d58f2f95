import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FakeApi, startFakeApi } from './fake-api.ts';
import { fakeHost, fakeRun, fakeTask, problem } from './fake-routes.ts';
import { runCli } from './run-cli.ts';

let fake: FakeApi;
beforeEach(async () => {
  fake = await startFakeApi();
});
afterEach(() => fake.stop());

const scan = (...argv: string[]) =>
  runCli(['scan', ...argv, '--api', fake.api, '--token', fake.token]);
const hostAt = (at: number) => fakeHost({ ip: `127.0.${at >> 8}.${at & 255}` });

describe('a scan that goes well', () => {
  it('makes the task, starts its run, waits for the end and shows hosts, counts and time', async () => {
    fake.state.hosts = [
      fakeHost({
        hostname: 'printer-3',
        ports: [
          {
            port: 22,
            protocol: 'tcp',
            state: 'open',
            reason: 'syn-ack',
            rtt_ms: 0.84,
            attempts: 1,
            service: 'ssh',
            product: 'OpenSSH',
            version: '9.2p1',
          },
          { port: 53, protocol: 'udp', state: 'open|filtered', reason: 'no-response', attempts: 2 },
        ],
        counts: { closed: 9997, filtered: 1, open_filtered: 1 },
      }),
      fakeHost({
        ip: '127.0.0.2',
        ports: [],
        counts: { closed: 10_000, filtered: 0, open_filtered: 0 },
      }),
    ];
    const { status, out, err } = await scan('127.0.0.1/30', '--tcp', '1-10000', '--udp', '53');
    expect(status).toBe(0);
    expect(out.split('\n').map((line) => line.replace(/took .*/, 'took'))).toEqual([
      'HOST                   PORT    STATE          SERVICE            REASON          RTT',
      '127.0.0.1 (printer-3)  22/tcp  open           ssh OpenSSH 9.2p1  syn-ack      0.8 ms',
      '127.0.0.1 (printer-3)  53/udp  open|filtered  -                  no-response',
      '127.0.0.2              -       up             -                  -',
      '',
      '2 hosts up of 4 addresses; ports: 1 open, 19,997 closed, 1 filtered, 1 open|filtered; took',
      '',
    ]);
    expect(err).toContain('127.0.0.0/30: task 1, run 100, 4 addresses, 40 probes\n');
    expect(fake.sent('POST', '/v1/tasks')[0]?.body).toEqual({
      networks: ['127.0.0.0/30'],
      tcp_ports: '1-10000',
      udp_ports: '53',
    });
  });

  it('prints one JSON document and nothing else on standard output with --json', async () => {
    fake.state.hosts = [fakeHost({})];
    const { status, out } = await scan('127.0.0.1/30', '--tcp', '80', '--json');
    const document = JSON.parse(out);
    expect(status).toBe(0);
    expect(Object.keys(document)).toEqual(['runs', 'hosts']);
    expect(document.runs).toEqual([...fake.state.runs.values()]);
    expect(document.hosts).toEqual(fake.state.hosts);
  });

  it('keeps members of the answers that it does not know', async () => {
    fake.state.hosts = [{ ...fakeHost({}), risk: 'low' } as never];
    const { out } = await scan('127.0.0.1/30', '--json');
    expect(JSON.parse(out).hosts[0].risk).toBe('low');
  });

  it('says which ports it asks when none are named, and asks none when told so', async () => {
    const named = await scan('127.0.0.1/32');
    expect(named.err).toContain('no ports named: asking the TCP preset top-100');
    await scan('127.0.0.2/32', '--tcp', '');
    expect(fake.sent('POST', '/v1/tasks').map(({ body }) => body)).toMatchObject([
      { tcp_ports: 'top-100', udp_ports: '' },
      { tcp_ports: '', udp_ports: '' },
    ]);
  });

  it('asks only for the options that were named', async () => {
    const options = ['--rate', '50', '--discovery', 'fast', '--patience', '300'];
    await scan('127.0.0.0/24', '127.0.1.0/24', ...options, '--exclude', '127.0.0.9,127.0.1.0/28');
    expect(fake.sent('POST', '/v1/tasks')[0]?.body).toMatchObject({
      options: {
        rate: 50,
        discovery: 'fast',
        patience_ms: 300,
        exclude: ['127.0.0.9', '127.0.1.0/28'],
      },
    });
  });

  it('walks through all hosts, a thousand at a time', async () => {
    fake.state.hosts = Array.from({ length: 2500 }, (_, at) => hostAt(at));
    const { out } = await scan('127.0.0.0/20', '--json');
    expect(JSON.parse(out).hosts).toHaveLength(2500);
    const pages = fake.sent('GET', '/v1/runs/100/hosts').map(({ query }) => query.toString());
    expect(pages).toEqual(['limit=1000', 'limit=1000&cursor=1000', 'limit=1000&cursor=2000']);
  });

  it('says so in a line when nobody is up', async () => {
    const { out } = await scan('127.0.0.0/30', '--tcp', '80');
    expect(out).toMatch(/^0 hosts up of 4 addresses; ports: 0 open, 0 closed, 0 filtered; took/);
  });
});

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

describe('a scan that does not go well', () => {
  it('prints the hosts of a failed run, says why and exits with 1', async () => {
    fake.state.hosts = [fakeHost({})];
    const chunks = { total: 4, done: 3, failed: 1 };
    fake.state.step = () => ({ state: 'failed', percent: 75, chunks, error: 'too many attempts' });
    const { status, out, err } = await scan('127.0.0.0/30', '--tcp', '80');
    expect(status).toBe(1);
    expect(out).toContain('127.0.0.1  80/tcp  open');
    expect(err).toContain(
      'run 100 of task 1: failed (1 of 4 chunks could not be probed): too many attempts\n',
    );
  });

  it('exits with 1 when somebody else cancels the run', async () => {
    fake.state.step = () => ({ state: 'cancelled', percent: 10, error: 'cancelled on request' });
    const { status, err } = await scan('127.0.0.0/30', '--json');
    expect(status).toBe(1);
    expect(err).toContain('run 100 of task 1: cancelled: cancelled on request\n');
  });

  it('says in one line what lies outside the scopes, starts nothing and exits with 2', async () => {
    const { status, out, err } = await scan('10.0.0.0/30', '--tcp', '80');
    expect([status, out]).toEqual([2, '']);
    expect(err).toBe(
      'error: 10.0.0.0/30: not wholly inside the scopes. A stack of your own takes its scopes from ' +
        'NETSWEEP_SCOPES when it starts: name only what you may probe.\n',
    );
    expect(fake.sent('POST', '/v1/runs')).toHaveLength(0);
  });

  it('outlives an outage of a moment while it waits', async () => {
    let failures = 2;
    fake.state.intercept = ({ path }) =>
      path === '/v1/runs/100' && failures-- > 0
        ? problem(503, 'dependency-unavailable', 'Nothing was lost.')
        : undefined;
    expect((await scan('127.0.0.0/30', '--json')).status).toBe(0);
  });

  it('exits with 1 when the deployment goes away', async () => {
    fake.state.intercept = ({ path }) => (path === '/v1/runs/100' ? 'hang up' : undefined);
    const { status, out, err } = await scan('127.0.0.0/30', '--json');
    expect([status, out]).toEqual([1, '']);
    expect(err).toMatch(/error: cannot reach http:\/\/127\.0\.0\.1:\d+: /);
  });

  it('leaves a whole JSON document even when reading the hosts fails half way', async () => {
    fake.state.hosts = Array.from({ length: 1500 }, (_, at) => hostAt(at));
    fake.state.intercept = ({ query }) => (query.get('cursor') ? 'hang up' : undefined);
    const { status, out } = await scan('127.0.0.0/20', '--json');
    expect(status).toBe(1);
    expect(JSON.parse(out).hosts).toHaveLength(1000);
  });

  it('shows what came from the network without its control characters', async () => {
    const evil = '\x1b]0;owned\x07\x1b[2J\r\n\u202egnp.exe\u009b31m';
    fake.state.hosts = [
      fakeHost({
        hostname: evil,
        ports: [
          {
            port: 80,
            protocol: 'tcp',
            state: 'open',
            reason: 'syn-ack',
            attempts: 1,
            product: evil,
          },
        ],
      }),
    ];
    const text = await scan('127.0.0.0/30', '--tcp', '80');
    const json = await scan('127.0.0.0/30', '--tcp', '80', '--json');
    for (const { out, err } of [text, json])
      expect((out + err).replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(text.out).toContain('\\x1b]0;owned\\x07');
    expect(JSON.parse(json.out).hosts[0].hostname).toBe(evil);
  });
});
