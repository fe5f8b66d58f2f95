import { Readable, Writable } from 'node:stream';
import { readEnvironment } from '#cli/environment.ts';
import type { LiveStack, Local } from '#cli/local.ts';
import { outputOn } from '#cli/output.ts';
import { runProgram } from '#cli/program.ts';

/** A stream that remembers what was written to it, as a terminal would show it or a pipe would take it. */
export const recorder = (isTTY = false) => {
  let text = '';
  const stream = Object.assign(
    new Writable({
      write: (chunk, _encoding, done) => {
        text += String(chunk);
        done();
      },
    }),
    { isTTY, columns: 120 },
  );
  return { stream, text: () => text };
};

/** No stack is there, and none may be started. */
export const noStack: Local = {
  find: async () => null,
  start: async () => {
    throw new Error('this test starts no stack');
  },
};

/** A stack that lives already. */
export const liveStack = ({ api, token }: { api: string; token: string }): Local => ({
  ...noStack,
  find: async (): Promise<LiveStack> => ({ pid: process.pid, api, token }),
});

type Options = {
  readonly local?: Local;
  readonly isTerminal?: boolean;
  readonly environment?: NodeJS.ProcessEnv;
  readonly input?: string;
  readonly interrupted?: AbortSignal;
};

/** Runs the command line in this process, with streams of its own. */
export const runCli = async (argv: readonly string[], options: Options = {}) => {
  const { environment = {}, input = '', isTerminal = false } = options;
  const [stdout, stderr] = [recorder(isTerminal), recorder(isTerminal)];
  const around = {
    out: outputOn(stdout.stream, environment),
    err: outputOn(stderr.stream, environment),
    interrupted: options.interrupted ?? new AbortController().signal,
  };
  const status = await runProgram(argv, around, () => ({
    ...around,
    input: Readable.from([input]),
    environment: readEnvironment(environment),
    local: options.local ?? noStack,
  }));
  return { status, out: stdout.text(), err: stderr.text() };
};
