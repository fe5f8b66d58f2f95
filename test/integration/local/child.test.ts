import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { type ChildOptions, endOf, spawnChild, stop } from '#infra/local/child.ts';
import { descendantsOf, startDoomedParent, survivors } from '#test/support/doomed-parent.ts';

const env = { PATH: '/usr/bin:/bin' };
const isRoot = process.getuid?.() === 0;

const linesOf = async (options: Omit<ChildOptions, 'onOutput' | 'env'>): Promise<string[]> => {
  const lines: string[] = [];
  const child = spawnChild({ env, ...options, onOutput: (line) => lines.push(line) });
  await endOf(child);
  await sleep(20);
  return lines;
};

/** A shell that says it is ready, so that a signal meets it and not what started it. */
const startShell = async (script: string) => {
  const { promise, resolve } = Promise.withResolvers<string>();
  const args = ['-c', `${script}; echo ready; while :; do sleep 0.1; done`];
  const child = spawnChild({ command: 'sh', args, env, onOutput: resolve });
  await promise;
  return { child, pid: child.pid ?? 0 };
};

test('a child dies with a parent that is killed, and takes no longer than a second', async () => {
  const parent = await startDoomedParent(`
    import { spawnChild } from '#infra/local/child.ts';
    const child = spawnChild({ command: 'sleep', args: ['1000'], env: { PATH: '/usr/bin:/bin' } });
    child.once('spawn', () => tell(child.pid));
  `);
  const pid = z.number().parse(parent.told);
  await parent.kill();
  expect(await survivors([pid], 1000)).toEqual([]);
});

test('a child that was started the moment before its parent died does not stay behind', async () => {
  const parent = await startDoomedParent(`
    import { spawnChild } from '#infra/local/child.ts';
    const start = () => spawnChild({ command: 'sleep', args: ['1000'], env: { PATH: '/usr/bin:/bin' } }).pid;
    start();
    tell(Array.from({ length: 20 }, start));
    process.kill(process.pid, 'SIGKILL');
  `);
  await parent.kill();
  expect(await survivors(z.array(z.number()).parse(parent.told), 1000)).toEqual([]);
});

test('a child is in a process group of its own, which Ctrl-C on a terminal does not reach', async () => {
  const { child, pid } = await startShell(':');
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  const [, , group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  expect(Number(group)).toBe(pid);
  await stop(child);
});

test('a child sees the environment it is given and nothing of ours', async () => {
  process.env.NETSWEEP_TEST_SECRET = 'visible';
  const lines = await linesOf({ command: 'env' });
  delete process.env.NETSWEEP_TEST_SECRET;
  expect(lines).toContain('PATH=/usr/bin:/bin');
  expect(lines.join()).not.toContain('visible');
});

test('root starts a child as somebody else, who keeps no group of root', async () => {
  const asUser = { uid: 65_534, gid: 65_534 };
  const [said] = await linesOf({
    command: 'sh',
    args: ['-c', 'echo $(id -u) $(id -g) $(id -G)'],
    ...(isRoot && { asUser }),
  });
  const [uid, gid] = isRoot ? [65_534, 65_534] : [process.getuid?.(), process.getgid?.()];
  expect(said).toMatch(new RegExp(`^${uid} ${gid} `));
  if (isRoot) expect(said).toBe('65534 65534 65534');
});

test('arguments arrive as they are, with spaces, quotes and dollars', async () => {
  const args = ['%s\\n', 'a b', '$HOME', `"'`, '', '-x'];
  expect(await linesOf({ command: 'printf', args })).toEqual(args.slice(1));
});

test('both outputs are given on line by line', async () => {
  const script = 'echo one; echo two >&2; printf three';
  const lines = await linesOf({ command: 'sh', args: ['-c', script] });
  expect(lines.toSorted()).toEqual(['one', 'three', 'two']);
});

test('stop asks by a signal and tells how the child ended', async () => {
  const { child } = await startShell('trap "exit 3" INT');
  expect(await stop(child, { signal: 'SIGINT' })).toEqual({ code: 3, signal: null });
  expect(await stop(child)).toEqual({ code: 3, signal: null });
});

test('a child that does not listen is killed after the grace, with its own children', async () => {
  const { child, pid } = await startShell('trap "" TERM');
  const all = [pid, ...(await descendantsOf(pid))];
  expect(await stop(child, { graceMs: 100 })).toEqual({ code: null, signal: 'SIGKILL' });
  expect(await survivors(all, 1000)).toEqual([]);
});

test('a command or a folder that is not there ends with code 127, without harm to us', async () => {
  const missing = spawnChild({ command: 'no-such-command', env });
  expect(await endOf(missing)).toEqual({ code: 127, signal: null });
  const nowhere = spawnChild({ command: 'true', cwd: '/no/such/folder', env });
  expect(await stop(nowhere)).toEqual({ code: 127, signal: null });
});
