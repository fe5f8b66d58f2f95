import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hostileTexts } from '#test/support/hostile-text.ts';
import { fakeAdmin, fakeChange, fakeHost, fakeRun, fakeTask } from './fake-answers.ts';
import { type FakeApi, startFakeApi } from './fake-api.ts';
import { runCli } from './run-cli.ts';

const LONG = 'x'.repeat(100_000);
const texts = [...hostileTexts, LONG, `${LONG}\u001b[2J`, '\u{1f600}'.repeat(50_000)];
/** What a terminal would obey, hide or turn round; a line's own end aside. */
const UNSAFE = /(?!\n)[\p{C}\p{Zl}\p{Zp}]/u;

/** How we colour. */
const OURS = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');

let fake: FakeApi;
beforeAll(async () => {
  fake = await startFakeApi();
});
afterAll(() => fake.stop());

/** A deployment in which everything that somebody may say is this text. */
const sayEverywhere = (text: string): void => {
  fake.state.tasks.set(1, fakeTask({ label: text, network: '127.0.0.0/30', last_run_id: 5 }));
  fake.state.runs.set(5, fakeRun({ id: 5, state: 'failed', error: text }));
  fake.state.changes = [fakeChange({ before: text, after: { banner: text, [text]: 1 } })];
  fake.state.admin = fakeAdmin(text);
  const port = { port: 22, protocol: 'tcp', state: 'open', reason: text, attempts: 1 } as const;
  fake.state.hosts = [
    fakeHost({
      hostname: text,
      vendor: text,
      ports: [{ ...port, service: text, product: text, version: text }],
    }),
  ];
};

/** Commands, and how many lines each has where everything is well. */
const COMMANDS: [argv: string[], lines: number][] = [
  [['tasks'], 2],
  [['runs', '1'], 2],
  [['hosts'], 4],
  [['changes'], 2],
  [['scopes'], 2],
  [['exclusions'], 2],
  [['tokens'], 2],
  [['audit'], 2],
];

const cli = (argv: string[], isTerminal = false) =>
  runCli([...argv, '--api', fake.api, '--token', fake.token], { isTerminal });

describe('text that was meant to do harm', () => {
  it.each(COMMANDS)('stays one line, escaped and short, in %j', async (argv, lines) => {
    for (const text of texts) {
      sayEverywhere(text);
      const { status, out } = await cli(argv);
      expect([status, out.trimEnd().split('\n').length], text.slice(0, 40)).toEqual([0, lines]);
      expect(out).not.toMatch(UNSAFE);
      expect(out.isWellFormed()).toBe(true);
      expect(out.length).toBeLessThan(4000);
    }
  });

  it.each(COMMANDS)('is whole in JSON, a line an item, in %j', async ([...argv]) => {
    for (const text of texts) {
      sayEverywhere(text);
      const { out } = await cli([...argv, '--json']);
      expect(out).not.toMatch(UNSAFE);
      // A lone half of a character does not survive the way through UTF-8.
      if (text.isWellFormed())
        expect(JSON.stringify(JSON.parse(out))).toContain(JSON.stringify(text));
    }
  });

  it('stays one line on a terminal, coloured by us alone', async () => {
    for (const text of texts) {
      sayEverywhere(text);
      for (const [argv, lines] of COMMANDS) {
        const out = (await cli(argv, true)).out.replace(OURS, '');
        expect(out.trimEnd().split('\n')).toHaveLength(lines);
        expect(out).not.toMatch(UNSAFE);
      }
    }
  });

  it('is safe in what is exported for a spreadsheet and for programs', async () => {
    for (const text of texts) {
      sayEverywhere(text);
      const csv = (await cli(['hosts', '--port', '22', '--csv'])).out;
      expect(csv.replaceAll('\r\n', '')).not.toMatch(UNSAFE);
      expect(csv).not.toMatch(/(?:^|,)"\s*[=+@]/m);
      expect((await cli(['hosts', '--port', '22', '--jsonl'])).out.trimEnd()).not.toMatch(UNSAFE);
    }
  });

  it('stays one line in what is said of runs and errors', async () => {
    for (const text of texts) {
      sayEverywhere(text);
      const watched = await cli(['watch', '5']);
      expect(watched.err.trimEnd().split('\n').length).toBeLessThanOrEqual(4);
      expect(watched.err).not.toMatch(UNSAFE);
      const named = await cli(['map', text]);
      expect([named.status, named.err.trimEnd().split('\n')]).toEqual([2, [expect.any(String)]]);
      expect(named.err).not.toMatch(UNSAFE);
    }
  });
});
