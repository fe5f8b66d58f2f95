import type { Exit } from '#infra/local/child.ts';
import { MAX_SYNC_BYTES, type Outcome } from './invocation.ts';

/** Lambda's own words for an invocation that the function's code could not answer for. */
const failure = (errorType: string, errorMessage: string): Outcome => ({
  kind: 'failure',
  payload: Buffer.from(JSON.stringify({ errorType, errorMessage })),
});

const howItEnded = ({ code, signal }: Exit): string => {
  if (signal === 'SIGABRT') return 'Runtime exited with error: signal: aborted (core dumped)';
  if (signal === 'SIGKILL') return 'Runtime exited with error: signal: killed';
  if (signal !== null) return `Runtime exited with error: signal: ${signal}`;
  return code === 0
    ? 'Runtime exited without providing a reason'
    : `Runtime exited with error: exit status ${code}`;
};

export const timedOut = (id: string, seconds: number): Outcome =>
  failure(
    'Sandbox.Timedout',
    `RequestId: ${id} Error: Task timed out after ${seconds.toFixed(2)} seconds`,
  );

/** Out of memory looks like this too: V8 aborts at the end of its heap, the kernel kills. */
export const exited = (id: string, exit: Exit): Outcome =>
  failure('Runtime.ExitError', `RequestId: ${id} Error: ${howItEnded(exit)}`);

export const responseTooLarge = (): Outcome =>
  failure(
    'Function.ResponseSizeTooLarge',
    `Response payload size exceeded maximum allowed payload size (${MAX_SYNC_BYTES} bytes).`,
  );
