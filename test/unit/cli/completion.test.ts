import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const LAUNCHER = fileURLToPath(new URL('../../../cli/netsweep.mjs', import.meta.url));
const netsweep = (...argv: string[]) =>
  spawnSync(process.execPath, [LAUNCHER, ...argv], { encoding: 'utf8' });

/** What is offered for the last word. */
const offered = (...words: string[]): string[] =>
  netsweep('complete', '--', ...words)
    .stdout.split('\n')
    .filter((line) => line !== '' && !line.startsWith(':'))
    .map((line) => line.split('\t')[0] ?? '');

describe('completion', () => {
  it('offers commands, flags and what a flag may say', () => {
    expect(offered('to')).toEqual(['tokens']);
    expect(offered('tokens', '')).toEqual(expect.arrayContaining(['list', 'add', 'revoke']));
    expect(offered('hosts', '--st')).toEqual(['--state']);
    expect(offered('changes', '--severity', '')).toEqual(['info', 'low', 'medium', 'high']);
  });

  it.each(['bash', 'zsh', 'fish'])('is a script that %s can read', (shell) => {
    const { status, stdout } = netsweep('completion', shell);
    expect([status, stdout]).toEqual([0, expect.stringContaining('netsweep complete --')]);
    const read = spawnSync(shell, ['-n'], { input: stdout, encoding: 'utf8' });
    // A shell that is not on this machine cannot be asked.
    if (read.error === undefined) expect([read.status, read.stderr]).toEqual([0, '']);
  });

  it('says which shells there are', () => {
    const { status, stderr } = netsweep('completion', 'tcsh');
    expect([status, stderr]).toEqual([2, expect.stringContaining('zsh, bash, fish, powershell')]);
  });
});
