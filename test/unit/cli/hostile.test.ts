import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OwnStack, StackOptions } from '#cli/local.ts';
import { hostileTexts } from '#test/support/hostile-text.ts';
import { useTempFolder } from '#test/support/temp-folder.ts';
import { fakeAdmin, fakeChange, fakeHost, fakeRun, fakeTask } from './fake-answers.ts';
import { type FakeApi, startFakeApi } from './fake-api.ts';
import { noStack, runCli } from './run-cli.ts';

const LONG = 'x'.repeat(100_000);
const texts = [...hostileTexts, LONG, `${LONG}\u001b[2J`, '\u{1f600}'.repeat(50_000)];
/** What a terminal would obey, hide or turn round; a line's own end aside. */
const UNSAFE = /(?!\n)[\p{C}\p{Zl}\p{Zp}]/u;
/** How we colour. */
const OURS = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');

const data = await useTempFolder();
let fake: FakeApi;
/** A deployment in which everything that somebody may say is one of these texts: an item for each. */
beforeAll(async () => {
  fake = await startFakeApi();
  const port = { port: 22, protocol: 'tcp', state: 'open', attempts: 1 } as const;
  for (const [at, text] of texts.entries()) {
    const id = at + 1;
    const network = `127.0.${at}.0/30`;
    fake.state.tasks.set(id, fakeTask({ id, label: text, network, last_run_id: id }));
    fake.state.runs.set(id, fakeRun({ id, task_id: id, state: 'failed', error: text }));
  }
  fake.state.changes = texts.map((text, id) =>
    fakeChange({ id: id + 1, before: text, after: { banner: text, [text]: 1 } }),
  );
  fake.state.hosts = texts.map((text) =>
    fakeHost({
      hostname: text,
      vendor: text,
      ports: [{ ...port, reason: text, service: text, product: text, version: text }],
    }),
  );
  const kept = texts.map(fakeAdmin);
  for (const name of fake.state.admin.keys())
    fake.state.admin.set(
      name,
      kept.flatMap((admin) => admin.get(name) ?? []),
    );
});
afterAll(() => fake.stop());

const COMMANDS = [
  ['tasks'],
  ['runs', '1'],
  ['hosts', '1', '--port', '22'],
  ['changes'],
  ['scopes'],
  ['exclusions'],
  ['tokens'],
  ['audit'],
];

const cli = (argv: string[], isTerminal = false) =>
  runCli([...argv, '--api', fake.api, '--token', fake.token], { isTerminal });
const linesOf = (text: string): string[] => text.trimEnd().split('\n');

describe('text that was meant to do harm', () => {
  it.each(COMMANDS)('stays one line, escaped and short: %s', async (...argv) => {
    const { status, out } = await cli(argv);
    const sum = argv[0] === 'hosts' ? 2 : 0;
    expect([status, linesOf(out).length]).toEqual([0, 1 + texts.length + sum]);
    expect(out).not.toMatch(UNSAFE);
    expect(out.isWellFormed()).toBe(true);
    for (const line of linesOf(out)) expect(line.length).toBeLessThan(1000);
    const coloured = (await cli(argv, true)).out.replace(OURS, '');
    expect(coloured).toBe(out);
  });

  it.each(COMMANDS)('is whole in JSON, a line an item: %s', async (...argv) => {
    const { out } = await cli([...argv, '--json']);
    expect(out).not.toMatch(UNSAFE);
    // { and its list, an item a line, ] and }
    expect(linesOf(out)).toHaveLength(texts.length + 4);
    const whole = JSON.stringify(JSON.parse(out));
    // A lone half of a character does not survive the way through UTF-8.
    for (const text of texts.filter((one) => one.isWellFormed()))
      expect(whole.includes(JSON.stringify(text).slice(1, -1)), text.slice(0, 40)).toBe(true);
  });

  it('is safe in what is exported for a spreadsheet and for programs', async () => {
    const csv = (await cli(['hosts', '1', '--port', '22', '--csv'])).out;
    expect(csv.trimEnd().split('\r\n')).toHaveLength(1 + texts.length);
    expect(csv.replaceAll('\r\n', '')).not.toMatch(UNSAFE);
    expect(csv).not.toMatch(/(?:^|,)"\s*[=+@]/m);
    const jsonl = (await cli(['hosts', '1', '--port', '22', '--jsonl'])).out;
    expect(linesOf(jsonl)).toHaveLength(texts.length);
    expect(jsonl).not.toMatch(UNSAFE);
    const xml = (await cli(['hosts', '1', '--port', '22', '--xml'])).out;
    expect(xml).not.toMatch(UNSAFE);
    expect(xml).not.toMatch(/<(?:script|img|!ENTITY)/);
  });

  it('is escaped in the log of a stack, each line a line', async () => {
    const stack = { pid: process.pid, api: fake.api, token: fake.token };
    const start = async ({ log }: StackOptions): Promise<OwnStack> => {
      for (const text of texts) log(text.replaceAll(/[\r\n]/g, ' '));
      return { ...stack, stop: async () => {}, failed: new Promise(() => {}) };
    };
    const argv = ['scan', '127.9.0.0/30', '--tcp', '80', '--verbose', '--data', data];
    const { status, err } = await runCli(argv, { local: { ...noStack, start } });
    expect(status).toBe(0);
    expect(err).not.toMatch(UNSAFE);
    expect(err).toContain('\\x1b[2J');
  });

  it('stays one line in what is said of runs and errors', async () => {
    for (const [at, text] of texts.entries()) {
      const watched = await cli(['watch', String(at + 1)]);
      expect(linesOf(watched.err).length).toBeLessThanOrEqual(4);
      expect(watched.err).not.toMatch(UNSAFE);
      const named = await cli(['map', text]);
      expect([named.status, linesOf(named.err)]).toEqual([2, [expect.any(String)]]);
      expect(named.err).not.toMatch(UNSAFE);
    }
  });
});
