import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { outputOn } from '#cli/output.ts';
import { programOf } from '#cli/program.ts';
import { commandsOf, referenceOf } from '#cli/reference.ts';
import { recorder, runCli } from './run-cli.ts';

const [out, err] = [outputOn(recorder().stream, {}), outputOn(recorder().stream, {})];
const program = programOf(async () => {}, { out, err, interrupted: AbortSignal.abort() });
const commands = commandsOf(program);

describe('docs/cli.md', () => {
  it('is of the commands as they are ("npm run reference" writes it anew)', async () => {
    const written = await readFile(new URL('../../../docs/cli.md', import.meta.url), 'utf8');
    expect(written).toBe(referenceOf(program));
    for (const [path] of commands) expect(written).toContain(`## \`${path}`);
  });
});

describe('every command', () => {
  it.each(commands)('%s prints JSON, says what it does and helps', async (path, command) => {
    const [, ...argv] = path.split(' ');
    const { status, out: help } = await runCli([...argv, '--help']);
    expect([status, help]).toEqual([0, expect.stringContaining(`Usage: ${path}`)]);
    expect(command.description()).not.toBe('');
    if (command.name() !== 'completion')
      expect(command.options.map(({ long }) => long)).toContain('--json');
  });
});

describe('help', () => {
  it('is what netsweep says when it is asked nothing, and names every command', async () => {
    const { status, out: help } = await runCli([]);
    expect(status).toBe(0);
    for (const [path] of commands) expect(help).toContain(`\n  ${path.split(' ')[1]}`);
  });

  it('tells what the exit statuses mean', async () => {
    const [asked, told] = [await runCli(['help', 'exit-status']), await runCli(['exit-status'])];
    for (const { out: text } of [asked, told])
      for (const status of ['0', '1', '2', '130'])
        expect(text).toMatch(new RegExp(`^ +${status}  `, 'm'));
    const { statuses } = JSON.parse((await runCli(['exit-status', '--json'])).out);
    expect(statuses.map(({ status }: { status: number }) => status)).toEqual([0, 1, 2, 130]);
  });

  it('is offered where a command is wrong', async () => {
    const { status, err: said } = await runCli(['scna']);
    expect([status, said]).toEqual([2, expect.stringContaining('Did you mean scan?')]);
    const flag = await runCli(['tokens', 'add', '--rol', 'viewer']);
    expect(flag.err).toContain('("netsweep tokens add --help" tells more)');
  });
});
