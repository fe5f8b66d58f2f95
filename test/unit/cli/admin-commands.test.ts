import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { when } from '#cli/when.ts';
import { fakeTask } from './fake-answers.ts';
import { type FakeApi, startFakeApi } from './fake-api.ts';
import { runCli } from './run-cli.ts';

let fake: FakeApi;
beforeEach(async () => {
  fake = await startFakeApi();
  fake.state.tasks.set(1, fakeTask({}));
});
afterEach(() => fake.stop());

const cli = (...argv: string[]) => runCli([...argv, '--api', fake.api, '--token', fake.token]);

describe('what admins keep', () => {
  it.each(['scopes', 'exclusions', 'tokens', 'audit'])('is listed: %s', async (name) => {
    const { status, out } = await cli(name);
    expect([status, out.split('\n').length]).toEqual([0, 3]);
    expect(out.split('\n')[1]).toContain('lab');
    const document = JSON.parse((await cli(name, '--json')).out);
    expect(Object.values(document)).toEqual([fake.state.admin.get(name)]);
  });

  it('is added to: a scope, with an expiry and limits of its own', async () => {
    const said = ['--owner', 'network team', '--reason', 'ours', '--expires', '2030-01-31'];
    const { out } = await cli('scopes', 'add', '10.2.0.0/16', ...said, '--rate', '2000');
    expect(out).toMatch(/10\.2\.0\.0\/16 .*network team .*2030-01-31 00:00:00 .* 2,000\n/);
    expect(fake.sent('POST', '/v1/scopes')[0]?.body).toEqual({
      cidr: '10.2.0.0/16',
      owner: 'network team',
      reason: 'ours',
      expires_at: '2030-01-31T00:00:00.000Z',
      max_addresses: null,
      max_probes: null,
      rate: 2000,
    });
    const missing = await cli('scopes', 'add', '10.2.0.0/16', '--reason', 'ours');
    expect([missing.status, missing.err]).toEqual([2, expect.stringContaining("'--owner <who>'")]);
  });

  it('is added to: an exclusion', async () => {
    expect((await cli('exclusions', 'add', '10.2.0.9', '--reason', 'fragile')).out).toContain(
      'fragile',
    );
    expect(fake.sent('POST', '/v1/exclusions')[0]?.body).toEqual({
      cidr: '10.2.0.9',
      reason: 'fragile',
    });
  });

  it('is added to: a token, whose secret alone is on standard output', async () => {
    const flags = ['--role', 'viewer', '--scopes', '10.2.0.0/24,10.3.0.0/24', '--label', 'ci'];
    const { out, err } = await cli('tokens', 'add', ...flags);
    expect([out, err]).toEqual(['nst_secret\n', 'token 2, viewer; it is shown this once:\n']);
    expect(fake.sent('POST', '/v1/tokens')[0]?.body).toEqual({
      role: 'viewer',
      scopes: ['10.2.0.0/24', '10.3.0.0/24'],
      label: 'ci',
      expires_at: null,
    });
    expect((await cli('tokens', 'add')).err).toContain("required option '--role <role>'");
  });

  it('is taken from', async () => {
    for (const [name, what] of [
      ['scopes', 'scope'],
      ['exclusions', 'exclusion'],
      ['tokens', 'token'],
    ] as const) {
      expect((await cli(name, 'revoke', '1')).out).toBe(`${what} 1 revoked\n`);
      expect(fake.state.admin.get(name)).toEqual([]);
      expect((await cli(name)).out).toBe(`no ${name}\n`);
      expect((await cli(name, 'revoke', '1')).status).toBe(2);
    }
  });
});

describe('netsweep task', () => {
  it('makes tasks with a schedule and a label, and starts none', async () => {
    const schedule = [
      '--cron',
      '45 1 * * *',
      '--cron',
      '0,30 12 1 * *',
      '--timezone',
      'Europe/Berlin',
    ];
    const { status, out } = await cli(
      'task',
      'create',
      '127.0.7.0/28',
      '--tcp',
      '22',
      ...schedule,
      '--label',
      'lab',
    );
    expect([status, out.split('\n')[1]]).toEqual([
      0,
      expect.stringMatching(/127\.0\.7\.0\/28 .* lab$/),
    ]);
    expect(fake.sent('POST', '/v1/tasks')[0]?.body).toEqual({
      networks: ['127.0.7.0/28'],
      tcp_ports: '22',
      udp_ports: '',
      schedule: { cron: ['45 1 * * *', '0,30 12 1 * *'], at: [], timezone: 'Europe/Berlin' },
      label: 'lab',
    });
    expect(fake.sent('POST', '/v1/runs')).toEqual([]);
    const zone = await cli('task', 'create', '127.0.7.0/28', '--timezone', 'Europe/Berlin');
    expect([zone.status, zone.err]).toEqual([
      2,
      expect.stringContaining('name --cron or --at too'),
    ]);
  });

  it('changes what is named, and takes schedule and label away', async () => {
    await cli('task', 'edit', '1', '--tcp', '443', '--rate', '50', '--at', '2030-01-01T00:00:00Z');
    await cli('task', 'edit', '1', '--no-schedule', '--no-label');
    expect(fake.sent('PATCH', '/v1/tasks/1').map(({ body }) => body)).toEqual([
      {
        tcp_ports: '443',
        options: { rate: 50 },
        schedule: { cron: [], at: [1_893_456_000] },
      },
      { schedule: null, label: null },
    ]);
    const nothing = await cli('task', 'edit', '1');
    expect([nothing.status, nothing.err]).toEqual([
      2,
      expect.stringContaining('nothing to change'),
    ]);
  });
});

describe('a time', () => {
  it('is a day, an instant, or how long from now', () => {
    const now = Date.parse('2026-11-22T10:00:00Z');
    const read = ['2030-01-31', '2030-01-31T12:00:00+02:00', '90d', '12h', '2w'].map((text) =>
      when(text, now).toISOString(),
    );
    expect(read).toEqual([
      '2030-01-31T00:00:00.000Z',
      '2030-01-31T10:00:00.000Z',
      '2027-02-20T10:00:00.000Z',
      '2026-11-22T22:00:00.000Z',
      '2026-12-06T10:00:00.000Z',
    ]);
    for (const wrong of ['', 'soon', '2030-13-01', '2030-01-31T12:00:00', '0d', '5', '-1d'])
      expect(() => when(wrong, now)).toThrow('A time is written');
  });
});
