import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isAlive } from '#cli/is-alive.ts';

const LAUNCHER = fileURLToPath(new URL('../../../cli/netsweep.mjs', import.meta.url));
/** Makes the running Node say that it is an old one; the one it starts is itself again. */
const AS_OLD_NODE = [
  '--import',
  `data:text/javascript,Object.defineProperty(process, "versions", { value: { ...process.versions, node: "20.1.0" } })`,
];
/** In place of the command line: says what it got, and ends as it is told to. */
const MAIN = `
export const main = async () => {
  process.on('SIGTERM', () => process.exit(41));
  process.stdout.write(JSON.stringify([process.pid, ...process.argv.slice(2)]) + '\\n');
  if (process.argv[2] === 'wait') setInterval(() => {}, 1000);
  else if (process.argv[2] === 'die') process.kill(process.pid, 'SIGKILL');
  else process.exitCode = 7;
};`;

let project: string;
beforeEach(async () => {
  project = await mkdtemp(join(tmpdir(), 'netsweep launcher-'));
  await mkdir(join(project, 'cli'));
  await copyFile(LAUNCHER, join(project, 'cli/netsweep.mjs'));
  await writeFile(join(project, 'cli/main.ts'), MAIN);
  await writeFile(join(project, 'package.json'), '{"type": "module"}');
  await chmod(join(project, 'cli/netsweep.mjs'), 0o755);
});
afterEach(() => rm(project, { recursive: true }));

const bringOwnNode = async () => {
  await mkdir(join(project, 'node_modules/node/bin'), { recursive: true });
  await symlink(process.execPath, join(project, 'node_modules/node/bin/node'));
};

const launch = (node: readonly string[], ...argv: string[]) => {
  const child = spawn(process.execPath, [...node, join(project, 'cli/netsweep.mjs'), ...argv]);
  const ended = once(child, 'exit');
  let err = '';
  child.stderr.on('data', (text) => {
    err += text;
  });
  const said = async () => {
    const [text] = await once(child.stdout, 'data');
    const [pid, ...args] = JSON.parse(String(text)) as [number, ...string[]];
    return { pid, args };
  };
  return { child, ended, said, err: () => err };
};

describe('the launcher', () => {
  it('runs in place on a Node that is new enough', async () => {
    const { child, ended, said } = launch([], 'a b', '');
    expect(await said()).toEqual({ pid: child.pid, args: ['a b', ''] });
    expect(await ended).toEqual([7, null]);
  });

  it("runs on the project's own Node when it is started by an older one", async () => {
    await bringOwnNode();
    const { child, ended, said } = launch(AS_OLD_NODE, 'a b');
    const { pid, args } = await said();
    expect(args).toEqual(['a b']);
    expect(pid).not.toBe(child.pid);
    expect(await ended).toEqual([7, null]);
  });

  it('hands signals on, and ends as what it started ended', async () => {
    await bringOwnNode();
    const waiting = launch(AS_OLD_NODE, 'wait');
    await waiting.said();
    waiting.child.kill('SIGTERM');
    expect(await waiting.ended).toEqual([41, null]);
    expect(await launch(AS_OLD_NODE, 'die').ended).toEqual([137, null]);
  });

  it('takes what it started with it when it is killed', async () => {
    await bringOwnNode();
    const { child, said } = launch(AS_OLD_NODE, 'wait');
    const { pid } = await said();
    child.kill('SIGKILL');
    for (let waited = 0; isAlive(pid) && waited < 100; waited += 1) await sleep(50);
    expect(isAlive(pid)).toBe(false);
  });

  it('says what to do when the packages are not there', async () => {
    const { ended, err } = launch(AS_OLD_NODE);
    expect(await ended).toEqual([1, null]);
    expect(err()).toBe('error: Node 24 is not there: run "npm ci" in the project first\n');
  });
});
