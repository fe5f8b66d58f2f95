import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Does something again and again, with a pause between, until a time (epoch ms). What a fault, a caller or a reader meets while a
 * store is away is no finding: the stores tell what it led to.
 */
export const during = async (
  until: number,
  pauseMs: number,
  work: () => Promise<unknown>,
): Promise<void> => {
  while (Date.now() < until) {
    await work().catch(() => {});
    await sleep(pauseMs);
  }
};
