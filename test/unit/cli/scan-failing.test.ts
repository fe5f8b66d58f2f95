import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeHost, problem } from './fake-answers.ts';
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
        'NETSWEEP_SCOPES when it starts, an admin adds more with "netsweep scopes add": name only what you may probe.\n',
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
