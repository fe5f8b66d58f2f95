import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { endOf, stop } from './child.ts';
import { freePort } from './free-port.ts';

type Server = {
  readonly name: string;
  /** Starts the server on a port of 127.0.0.1. */
  readonly launch: (port: number, onOutput: (line: string) => void) => ChildProcess;
  /** The line it writes when it takes connections. */
  readonly ready: RegExp;
  /** Lines of a failure that passes: the port was taken in the meantime, a predecessor is still going. */
  readonly passing: RegExp;
  readonly log: (line: string) => void;
};
type Attempt = { readonly child: ChildProcess; readonly port: number; readonly lines: string[] };

const ATTEMPTS = 10;
const READY_WITHIN_MS = 60_000;

const attempt = async ({ launch, ready, log }: Server): Promise<Attempt & { isReady: boolean }> => {
  const port = await freePort();
  const lines: string[] = [];
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const child = launch(port, (line) => {
    log(line);
    if (lines.length < 100) lines.push(line);
    if (ready.test(line)) resolve(true);
  });
  const timer = setTimeout(resolve, READY_WITHIN_MS, false);
  // Its last words are read after it is gone.
  endOf(child).then(() => setTimeout(resolve, 50, false));
  const isReady = await promise;
  clearTimeout(timer);
  if (!isReady) await stop(child, { signal: 'SIGKILL' });
  return { child, port, lines, isReady };
};

/** Starts a server on a free port and waits until it takes connections; what passes by itself is tried again. */
export const startServer = async (
  server: Server,
): Promise<{ child: ChildProcess; port: number }> => {
  for (let left = ATTEMPTS; ; left -= 1) {
    const { child, port, lines, isReady } = await attempt(server);
    if (isReady) return { child, port };
    if (left === 1 || !lines.some((line) => server.passing.test(line))) {
      throw new Error(`${server.name} did not start: ${lines.slice(-5).join(' | ') || 'no word'}`);
    }
    await sleep(200);
  }
};
