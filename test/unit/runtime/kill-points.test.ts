import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { KILL_POINTS } from '#shared/runtime/kill-points.ts';

const root = resolve(import.meta.dirname, '../../..');

/** Names of the places that the code passes. */
const passed = async (): Promise<string[]> => {
  const folders = ['functions', 'shared'].map((folder) => join(root, folder));
  const lists = await Promise.all(
    folders.map((folder) => readdir(folder, { recursive: true, withFileTypes: true })),
  );
  const files = lists.flat().filter((entry) => entry.isFile() && entry.name.endsWith('.ts'));
  const texts = await Promise.all(
    files.map(({ parentPath, name }) => readFile(join(parentPath, name), 'utf8')),
  );
  const calls = texts.flatMap((text) => [...text.matchAll(/\bpassing\('([^']+)'\)/g)]);
  return calls.map((call) => call[1] ?? '');
};

/** How a process ends that passes `scan.mid` three times and then says so. */
const ending = async (kill: string | undefined) => {
  const script = `import { passing } from '#shared/runtime/kill-points.ts';
    for (const nth of [1, 2, 3]) {
      passing('scan.after_take');
      console.log(nth);
      passing('scan.mid');
    }`;
  const args = ['--input-type=module-typescript', '--eval', script];
  const env = kill === undefined ? {} : { NETSWEEP_KILL: kill };
  const said = promisify(execFile)(process.execPath, args, { cwd: root, env });
  return said.then(
    ({ stdout }) => ({ signal: null, code: 0, stdout, stderr: '' }),
    ({ signal, code, stdout, stderr }) => ({ signal, code, stdout, stderr }),
  );
};

describe('the list of places to die at', () => {
  it('names each place once, and the code passes each of them and no other', async () => {
    expect([...new Set(await passed())].sort()).toEqual([...KILL_POINTS].sort());
  });

  it.each(['api', 'tick', 'fan', 'scan', 'tell'])('has some of %s', (part) => {
    expect(KILL_POINTS.filter((name) => name.startsWith(`${part}.`)).length).toBeGreaterThan(1);
  });
});

describe('a process', () => {
  it.each([
    ['scan.mid', '1\n'],
    ['scan.mid:3', '1\n2\n3\n'],
  ])('that is told %s dies there by SIGKILL', async (kill, stdout) => {
    expect(await ending(kill)).toMatchObject({ signal: 'SIGKILL', stdout });
  });

  it.each([undefined, 'scan.mid:4'])('that is told %s lives on', async (kill) => {
    expect(await ending(kill)).toMatchObject({ signal: null, code: 0, stdout: '1\n2\n3\n' });
  });

  it('that is told of no place there is does not start', async () => {
    const end = await ending('scan.nowhere:1');
    expect(end).toMatchObject({ code: 1, stdout: '' });
    expect(end.stderr).toContain('NETSWEEP_KILL is name:nth');
  });
});
