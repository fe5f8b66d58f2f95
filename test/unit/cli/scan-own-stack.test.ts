import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Local, StackOptions } from '#cli/local.ts';
import { type FakeApi, startFakeApi } from './fake-api.ts';
import { liveStack, runCli } from './run-cli.ts';

let fake: FakeApi;
let data: string;
let started: StackOptions[];
let stops: number;
let local: Local;
let fail: (line: string) => void;

beforeEach(async () => {
  fake = await startFakeApi();
  data = await mkdtemp(join(tmpdir(), 'netsweep cli-'));
  [started, stops] = [[], 0];
  const { promise: failed, resolve } = Promise.withResolvers<string>();
  fail = resolve;
  local = {
    find: async () => null,
    start: async (options) => {
      started.push(options);
      const stop = async () => {
        stops += 1;
      };
      return { pid: process.pid, api: fake.api, token: fake.token, stop, failed };
    },
  };
});
afterEach(async () => {
  await fake.stop();
  await rm(data, { recursive: true });
});

const scan = (...argv: string[]) => ['scan', ...argv, '--tcp', '80', '--data', data];

describe('a scan on this machine', () => {
  it('starts a stack as the environment says, and stops it when the scan is done', async () => {
    const environment = { NETSWEEP_SCOPES: '127.0.0.5/8, ::1', NETSWEEP_POLICY: 'lambda' };
    const { status, err } = await runCli(scan('127.0.0.0/30'), { local, environment });
    expect([status, started.length, stops]).toEqual([0, 1, 1]);
    expect(started[0]).toMatchObject({
      data,
      scopes: ['127.0.0.0/8', '::1/128'],
      policy: 'lambda',
      clockOffsetSeconds: 0,
    });
    // Ports are the system's choice, whatever `netsweep up` would take.
    expect(started[0]?.port).toBeUndefined();
    expect(err).toContain(`starting Netsweep on this machine, data in ${data}\n`);
  });

  it('answers an interruption while its stack starts, and starts no run then', async () => {
    const controller = new AbortController();
    const start: Local['start'] = async (options) => {
      controller.abort();
      return local.start(options);
    };
    const { status, err } = await runCli(scan('127.0.0.0/30'), {
      local: { ...local, start },
      interrupted: controller.signal,
    });
    expect([status, stops]).toEqual([130, 1]);
    expect(err).toContain('stopping as soon as it is up (Ctrl-C again: at once)\n');
    expect(fake.sent('POST', '/v1/runs')).toEqual([]);
  });

  it('stops its stack when the scan is refused, and when it is interrupted', async () => {
    const refused = await runCli(scan('10.0.0.0/30'), { local });
    expect([refused.status, stops]).toEqual([2, 1]);
    const controller = new AbortController();
    fake.state.step = () => {
      controller.abort();
      return { state: 'probing' };
    };
    const interrupted = await runCli(scan('127.0.0.0/30'), {
      local,
      interrupted: controller.signal,
    });
    expect([interrupted.status, stops]).toEqual([130, 2]);
  });

  it('starts no stack for arguments that make no sense', async () => {
    const { status } = await runCli(scan('127.0.0.300'), { local });
    expect([status, started.length]).toEqual([2, 0]);
  });

  it('uses the stack that is live, and leaves it as it was', async () => {
    const there = { ...local, find: liveStack(fake).find };
    const { status } = await runCli(scan('127.0.0.0/30'), { local: there });
    expect([status, started.length, stops]).toEqual([0, 0, 0]);
    expect(await readdir(join(data, 'guests'))).toEqual([]);
  });

  it('waits for a stack that another process is starting', async () => {
    let looks = 0;
    const { find } = liveStack(fake);
    const others: Local = {
      find: async (folder) => (++looks < 3 ? null : find(folder)),
      start: async () => {
        throw new Error('another stack uses the data folder');
      },
    };
    const { status, err } = await runCli(scan('127.0.0.0/30'), { local: others });
    expect([status, looks]).toEqual([0, 3]);
    expect(err.match(/starting Netsweep/g)).toHaveLength(1);
  });

  it('says in one line why no stack could be started, and exits with 1', async () => {
    const broken: Local = {
      ...local,
      start: async () => {
        throw new Error('no redis-server in PATH,\nand none could be fetched');
      },
    };
    const { status, err } = await runCli(scan('127.0.0.0/30'), { local: broken });
    expect(status).toBe(1);
    expect(err).toContain('\nerror: no redis-server in PATH, and none could be fetched\n');
  });

  it('says what failed when a part of its stack ends in the middle', async () => {
    fake.state.intercept = ({ path }) => {
      if (path !== '/v1/runs/100') return undefined;
      fail('PostgreSQL has ended');
      return 'hang up';
    };
    const { status, err } = await runCli(scan('127.0.0.0/30'), { local });
    expect([status, stops]).toEqual([1, 1]);
    expect(err).toContain('the stack has failed: PostgreSQL has ended\n');
  });

  it('keeps its stack up for as long as another process uses it', async () => {
    // The parent of this process lives as long as the test does.
    const mark = join(data, 'guests', String(process.ppid));
    await mkdir(join(data, 'guests'));
    await writeFile(mark, '');
    await writeFile(join(data, 'guests', '4194999'), 'of a process that is gone');
    const scanning = runCli(scan('127.0.0.0/30'), { local });
    const early = await Promise.race([scanning.then(() => 'ended'), sleep(800, 'waits')]);
    await rm(mark);
    expect([early, (await scanning).status, stops]).toEqual(['waits', 0, 1]);
  });

  it('names the key of an environment that is wrong, not its value', async () => {
    const environment = { NETSWEEP_SCOPES: 'everything', NETSWEEP_PORT: '99999' };
    const { status, err } = await runCli(scan('127.0.0.0/30'), { local, environment });
    expect([status, started.length]).toEqual([2, 0]);
    expect(err).toBe(
      'error: NETSWEEP_SCOPES is CIDRs with commas between, such as 127.0.0.0/8; ' +
        'NETSWEEP_PORT is a whole number from 0 to 65535\n',
    );
  });
});
