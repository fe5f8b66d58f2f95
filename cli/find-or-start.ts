import { setTimeout as sleep } from 'node:timers/promises';
import type { LiveStack, Local, OwnStack } from './local.ts';

/** How the data folder says that it is taken: by a stack that starts, or one that stops. */
const FOLDER_TAKEN = /\banother stack\b/;
const LOOK_EVERY_MS = 300;
const LONGEST_WAIT_MS = 120_000;

type Ways = {
  readonly find: () => ReturnType<Local['find']>;
  readonly start: () => Promise<LiveStack | OwnStack>;
};

const startUnlessTaken = async ({ start }: Ways): Promise<LiveStack | OwnStack | Error> => {
  try {
    return await start();
  } catch (error) {
    if (error instanceof Error && FOLDER_TAKEN.test(error.message)) return error;
    throw error;
  }
};

/** The live stack, or else one that is started; when another process is starting or stopping one, waits for that. */
export const findOrStart = async (
  ways: Ways,
  signal: AbortSignal,
): Promise<LiveStack | OwnStack> => {
  const lastTryMs = performance.now() + LONGEST_WAIT_MS;
  for (;;) {
    signal.throwIfAborted();
    const stack = (await ways.find()) ?? (await startUnlessTaken(ways));
    if (!(stack instanceof Error)) return stack;
    if (performance.now() > lastTryMs) throw stack;
    await sleep(LOOK_EVERY_MS, undefined, { signal });
  }
};
