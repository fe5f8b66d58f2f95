import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Context } from 'aws-lambda';

/** One process, one name: whoever gets the same name twice met a warm environment. */
const environmentId = randomUUID();

const DO = {
  echo: (value: unknown) => value,
  nothing: () => undefined,
  throw: (message: unknown) => {
    throw new RangeError(String(message));
  },
  throwText: (text: unknown) => {
    throw text;
  },
  sleep: (ms: unknown) => sleep(Number(ms), 'slept'),
  exit: (code: unknown) => process.exit(Number(code)),
  abort: () => process.abort(),
  allocate: () => {
    const kept: string[][] = [];
    for (;;) kept.push(Array.from({ length: 100_000 }, (_, index) => `${index}`));
  },
  rejectLater: async () => {
    Promise.reject(new Error('nobody listens'));
    await sleep(60_000);
  },
  circle: () => {
    const circle: unknown[] = [];
    circle.push(circle);
    return circle;
  },
  hangAfterAnswer: () => {
    // Runs once the answer is written, and before the next event is asked for.
    setImmediate(() => {
      for (;;);
    });
    return 'last words';
  },
  blow: (bytes: unknown) => 'x'.repeat(Number(bytes)),
  log: (lines: unknown) => {
    for (const line of lines as string[]) console.log(line);
  },
  environment: () => process.env,
  folder: () => process.cwd(),
} satisfies Record<string, (argument: unknown) => unknown>;

export type Order = { readonly [K in keyof typeof DO]?: unknown };

/** Does what its event says: `{ echo: 1 }`, `{ sleep: 500 }`, `{ exit: 3 }` … */
export const handler = async (event: Order, context: Context) => {
  const remainingMs = context.getRemainingTimeInMillis();
  const [order] = Object.entries(event);
  const act = order === undefined ? undefined : DO[order[0] as keyof typeof DO];
  const result = await act?.(order?.[1] as never);
  const { getRemainingTimeInMillis, ...facts } = context;
  return { result, environmentId, pid: process.pid, remainingMs, context: facts };
};
