import process from 'node:process';
import { readEnvironment } from './environment.ts';
import { EXIT } from './exit-status.ts';
import { watchInterrupts } from './interrupts.ts';
import { local } from './local.ts';
import { outputOn } from './output.ts';
import { runProgram } from './program.ts';

const SHOW_CURSOR = '\x1b[?25h';
/** Time for what is left to end by itself; by then everything that matters is closed. */
const GRACE_MS = 2000;

/** Leaves now. What this process started dies with it: the kernel sees to that. */
const stopAtOnce = (): void => {
  if (process.stderr.isTTY) process.stderr.write(SHOW_CURSOR);
  process.exit(EXIT.interrupted);
};

/** Runs the command line of this process and sets its exit status. */
export const main = async (): Promise<void> => {
  const interrupted = watchInterrupts(process, { stopAtOnce });
  const out = outputOn(process.stdout, process.env);
  const err = outputOn(process.stderr, process.env);
  process.exitCode = await runProgram(process.argv.slice(2), { out, err, interrupted }, () => ({
    out,
    err,
    input: process.stdin,
    environment: readEnvironment(process.env),
    local,
    interrupted,
  }));
  setTimeout(() => process.exit(), GRACE_MS).unref();
};
