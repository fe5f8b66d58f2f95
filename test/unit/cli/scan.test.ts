import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeHost } from './fake-answers.ts';
import { type FakeApi, startFakeApi } from './fake-api.ts';
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
    options.push('--no-identify', '--fragile');
    await scan('127.0.0.0/24', '127.0.1.0/24', ...options, '--exclude', '127.0.0.9,127.0.1.0/28');
    expect(fake.sent('POST', '/v1/tasks')[0]?.body).toMatchObject({
      options: {
        rate: 50,
        discovery: 'fast',
        patience_ms: 300,
        exclude: ['127.0.0.9', '127.0.1.0/28'],
        identify: false,
        fragile: true,
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
