import { XMLParser } from 'fast-xml-parser';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeChange, fakeHost, fakeMap, fakeRun, fakeTask } from './fake-answers.ts';
import { type FakeApi, startFakeApi } from './fake-api.ts';
import { runCli } from './run-cli.ts';

let fake: FakeApi;
beforeEach(async () => {
  fake = await startFakeApi();
  fake.state.tasks.set(1, fakeTask({ last_run_id: 5 }));
  fake.state.tasks.set(2, fakeTask({ id: 2, network: '127.1.0.0/24', last_run_id: 6 }));
  fake.state.tasks.set(3, fakeTask({ id: 3, network: '127.2.0.0/24' }));
  fake.state.runs.set(5, fakeRun({ id: 5, state: 'done' }));
  const port = { protocol: 'tcp', state: 'open', reason: 'syn-ack', attempts: 1 } as const;
  fake.state.hosts = [
    fakeHost({
      ip: '127.0.0.1',
      hostname: 'printer-3.lab',
      ports: [
        { ...port, port: 22, service: 'ssh', product: 'OpenSSH', version: '9.2p1' },
        { ...port, port: 80, service: 'http', product: 'nginx' },
        { ...port, port: 53, protocol: 'udp', state: 'open|filtered', reason: 'no-response' },
      ],
    }),
    fakeHost({ ip: '127.0.0.2', vendor: 'Brother', ports: [] }),
    fakeHost({
      ip: '127.0.0.3',
      ports: [],
      answers_everything: {
        network: '127.0.0.3/32',
        addresses: 1,
        asked: 9,
        open: 9,
        sample_ports: [],
      },
    }),
  ];
});
afterEach(() => fake.stop());

const cli = (...argv: string[]) => runCli([...argv, '--api', fake.api, '--token', fake.token]);
const found = async (...argv: string[]): Promise<string[]> => {
  const { out } = await cli('hosts', '1', '--json', ...argv);
  const { hosts } = JSON.parse(out) as { hosts: { ip: string; ports: { port: number }[] }[] };
  return hosts.map(({ ip, ports }) => [ip, ...ports.map(({ port }) => port)].join(' '));
};

describe('netsweep hosts', () => {
  it('shows those of all tasks that were probed, and of which', async () => {
    const { out } = await cli('hosts');
    const lines = out.split('\n');
    expect(lines[0]).toMatch(/^TASK {2}HOST/);
    expect(lines.filter((line) => line.includes('22/tcp'))).toHaveLength(2);
    expect(lines[1]).toMatch(/^ {3}1 {2}127\.0\.0\.1 \(printer-3\.lab\) {2}22\/tcp/);
    expect(out).toContain('6 hosts up; ports: 4 open');
    expect(fake.sent('GET', '/v1/tasks/3/hosts')).toEqual([]);
    expect(JSON.parse((await cli('hosts', '--json')).out).hosts[3]).toMatchObject({ task_id: 2 });
  });

  it.each<[string[], string[]]>([
    [
      ['--port', '22'],
      ['127.0.0.1 22', '127.0.0.3'],
    ],
    [
      ['--port', '80-90,web'],
      ['127.0.0.1 80', '127.0.0.3'],
    ],
    [['--state', 'open|filtered'], ['127.0.0.1 53']],
    [['--protocol', 'udp', '--state', 'open|filtered'], ['127.0.0.1 53']],
    [['--service', 'OPENSSH 9'], ['127.0.0.1 22']],
    [['--port', '80', '--service', 'ssh'], []],
    [['--hostname', 'printer'], ['127.0.0.1 22 80 53']],
    [['--vendor', 'brother'], ['127.0.0.2']],
    [
      ['--network', '127.0.0.2/31'],
      ['127.0.0.2', '127.0.0.3'],
    ],
  ])('shows what is as %j say', async (flags, expected) => {
    expect(await found(...flags)).toEqual(expected);
  });

  it('counts what it shows, where only some ports are shown', async () => {
    expect((await cli('hosts', '1', '--port', '22')).out).toContain('\n2 hosts up; 1 port\n');
  });

  it('writes them as CSV with one head, as JSON Lines, and as one XML document', async () => {
    const csv = (await cli('hosts', '--port', '22', '--csv')).out.trimEnd().split('\r\n');
    expect(csv[0]).toMatch(/^"ip","hostname"/);
    expect(csv.filter((line) => line.startsWith('"ip"'))).toHaveLength(1);
    expect(csv).toHaveLength(5);
    const jsonl = (await cli('hosts', '--port', '22', '--jsonl')).out.trimEnd().split('\n');
    expect(jsonl.map((line) => JSON.parse(line).task_id)).toEqual([1, 1, 2, 2]);
    const parser = new XMLParser({ ignoreAttributes: false });
    const { nmaprun } = parser.parse((await cli('hosts', '--port', '22', '--xml')).out);
    expect(nmaprun['@_args']).toBe('netsweep hosts --port 22');
    expect(nmaprun.host).toHaveLength(4);
  });

  it('says what is wrong with a filter', async () => {
    const wrong = await cli('hosts', '--port', 'ssh');
    expect([wrong.status, wrong.err]).toEqual([2, expect.stringContaining('Ports are written')]);
    expect((await cli('hosts', '--network', 'lab')).err).toContain('--network is a CIDR');
    expect((await cli('hosts', '--state', 'up')).err).toContain('Allowed choices are open,');
  });
});

describe('netsweep map', () => {
  it('draws what all tasks know of a network', async () => {
    fake.state.map = fakeMap({});
    const { status, out } = await runCli(
      ['map', '127.0.0.0/29', '--api', fake.api, '--token', fake.token],
      { environment: { LANG: 'C.UTF-8' } },
    );
    expect([status, out.split('\n')[0]]).toEqual([0, '127.0.0.0 ·█!·░░░×']);
    expect(out).toContain('3 not checked, 1 excluded (task 1)\n');
  });

  it('is a document with --json, and of a network that nobody probes too', async () => {
    const { cells } = JSON.parse((await cli('map', '127.0.0.0/29', '--json')).out);
    expect(cells).toHaveLength(8);
    expect(cells[1]).toMatchObject({ cidr: '127.0.0.1/32', checked: 1, open: 1, up: 1 });
    const { out } = await cli('map', '10.0.0.0/30');
    expect(out).toMatch(/10\.0\.0\.0 \?{4}\n\? not checked\n\n.*4 not checked \(no task probes it/);
    expect((await cli('map', 'lab')).err).toContain('"lab" is not a network: netsweep map 10.2');
  });
});

describe('netsweep changes', () => {
  beforeEach(() => {
    fake.state.changes = [
      fakeChange({}),
      fakeChange({
        id: 42,
        severity: 'info',
        kind: 'host-vanished',
        port: null,
        protocol: null,
        after: null,
        before: 'up',
      }),
    ];
  });

  it('tells what changed, where, and from what to what', async () => {
    const { out } = await cli('changes');
    expect(out.split('\n')).toEqual([
      'CHANGE  WHEN (UTC)           RUN  SEVERITY  WHAT           WHERE               BEFORE  AFTER',
      '    41  2026-11-22 10:00:00    5  high      port-opened    127.0.0.1 5432/tcp  -       state open, service postgresql',
      '    42  2026-11-22 10:00:00    5  info      host-vanished  127.0.0.1           up      -',
      '',
    ]);
  });

  it('colours by severity on a terminal', async () => {
    const { out } = await runCli(['changes', '--api', fake.api, '--token', fake.token], {
      isTerminal: true,
    });
    expect(out).toContain('\x1b[1m\x1b[31mhigh');
  });

  it('hands filters on, and asks for one run or two', async () => {
    await cli('changes', '--since', '40', '--severity', 'high', '--kind', 'port-opened');
    await cli('changes', '--since', '2026-11-01T00:00:00Z');
    await cli('changes', '--run', '5', '--against', '4');
    expect(fake.sent('GET', '/v1/changes').map(({ query }) => query.toString())).toEqual([
      'since=40&kind=port-opened&severity=high&limit=1000',
      'since=2026-11-01T00%3A00%3A00.000Z&limit=1000',
    ]);
    expect(fake.sent('GET', '/v1/runs/5/changes')[0]?.query.get('against')).toBe('4');
    const unknown = await cli('changes', '--against', '4');
    expect([unknown.status, unknown.err]).toEqual([
      2,
      expect.stringContaining('--run 9 --against 7'),
    ]);
    expect((await cli('changes', '--run', '5', '--since', '1')).err).toContain(
      '--since is of the feed',
    );
    expect((await cli('changes', '--since', 'yesterday')).status).toBe(2);
  });
});
