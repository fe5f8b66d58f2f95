import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { isAlive } from '#cli/is-alive.ts';
import type { Local, StackOptions } from '#cli/local.ts';
import { liveStack, noStack, runCli } from './run-cli.ts';

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

const api = 'http://127.0.0.1:8080';

describe('netsweep up', () => {
  const never = new Promise<string>(() => {});
  const startUp = async (
    argv: string[],
    environment: NodeJS.ProcessEnv = {},
    { failed = never, isTerminal = false } = {},
  ) => {
    const controller = new AbortController();
    const started: StackOptions[] = [];
    let stops = 0;
    const local: Local = {
      find: async () => null,
      start: async (options) => {
        started.push(options);
        options.log('postgres is up');
        setTimeout(() => controller.abort(), 20);
        const stop = async () => {
          stops += 1;
        };
        return { pid: 1, api, token: options.adminToken ?? 'made-up', stop, failed };
      },
    };
    const { signal: interrupted } = controller;
    const done = await runCli(['up', ...argv], { local, environment, interrupted, isTerminal });
    return { ...done, started, stops };
  };

  it('prints URL, signed-in page and token, logs to standard error, and stops in order when it is told to', async () => {
    const { status, out, err, started, stops } = await startUp(['--data', '/nowhere']);
    expect([status, stops]).toEqual([0, 1]);
    expect(out).toContain(
      `Netsweep is up: ${api}\n  page    ${api}/#token=made-up\n  token   made-up\n  scopes  127.0.0.0/8\n`,
    );
    expect(err).toBe('postgres is up\nstopping\n');
    expect(started[0]).toMatchObject({ port: 8080, data: '/nowhere', policy: 'local' });
  });

  it('leaves a terminal to what matters, unless more is asked for', async () => {
    expect((await startUp([], {}, { isTerminal: true })).err).toBe('stopping\n');
    const verbose = await startUp(['--verbose'], {}, { isTerminal: true });
    expect(verbose.err).toContain('postgres is up\n');
  });

  it('exits with 1 when a part of the stack ends by itself', async () => {
    const { status, err, stops } = await startUp(
      [],
      {},
      { failed: Promise.resolve('Redis has ended') },
    );
    expect([status, stops]).toEqual([1, 1]);
    expect(err).toContain('error: Redis has ended\n');
  });

  it('reads port, token, data folder and clock from the environment, and a flag beats it', async () => {
    const environment = {
      NETSWEEP_PORT: '9001',
      NETSWEEP_ADMIN_TOKEN: 'long-enough',
      NETSWEEP_DATA: '/some where',
      NETSWEEP_CLOCK_OFFSET_SECONDS: '-86400',
    };
    const { started } = await startUp([], environment);
    expect(started[0]).toMatchObject({
      port: 9001,
      adminToken: 'long-enough',
      data: '/some where',
      clockOffsetSeconds: -86_400,
    });
    expect((await startUp(['--port', '0'], environment)).started[0]?.port).toBe(0);
  });

  it('refuses a second stack in the same folder, saying where the first one is', async () => {
    const local = liveStack({ api, token: 't' });
    const { status, err } = await runCli(['up'], { local });
    expect(status).toBe(2);
    expect(err).toContain(`error: a stack is up already: ${api} (process ${process.pid}`);
  });
});

describe('netsweep down', () => {
  it('stops the stack of the folder and waits until it is gone', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    children.push(child);
    const ended = once(child, 'exit');
    const { pid = 0 } = child;
    const local: Local = { ...noStack, find: async () => ({ pid, api, token: 't' }) };
    const { status, out } = await runCli(['down'], { local });
    expect([status, out]).toEqual([0, `stopped ${api}\n`]);
    expect(isAlive(pid)).toBe(false);
    expect(await ended).toEqual([null, 'SIGTERM']);
  });

  it('is refused where no stack is up', async () => {
    const { status, err } = await runCli(['down', '--data', '/nowhere']);
    expect([status, err]).toEqual([2, 'error: no stack is up in /nowhere\n']);
  });
});
