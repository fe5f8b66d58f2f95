import type { EventEmitter } from 'node:events';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
/** npm and the launcher hand on what the terminal has sent already: what comes this soon is the same Ctrl-C. */
const ECHO_MS = 500;

type Watch = {
  readonly stopAtOnce: () => void;
  readonly now?: () => number;
};

/**
 * The first Ctrl-C, SIGTERM or SIGHUP aborts the signal, so that what is under way ends in order; the second one
 * stops at once.
 */
export const watchInterrupts = (
  from: Pick<EventEmitter, 'on'>,
  { stopAtOnce, now = () => performance.now() }: Watch,
): AbortSignal => {
  const controller = new AbortController();
  let firstAtMs = 0;
  const interrupt = (): void => {
    if (!controller.signal.aborted) {
      firstAtMs = now();
      controller.abort();
    } else if (now() - firstAtMs >= ECHO_MS) stopAtOnce();
  };
  for (const signal of SIGNALS) from.on(signal, interrupt);
  return controller.signal;
};
