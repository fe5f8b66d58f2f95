import { dueTimes, type Schedule } from './schedule.ts';

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** FNV-1a: the same for a text on every machine. */
const hashOf = (text: string): number => {
  let hash = FNV_OFFSET;
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, FNV_PRIME);
  return hash >>> 0;
};

/**
 * How many seconds after a due time its run starts, so that a thousand hourly tasks do not start in one second: always the
 * same for a task, up to `most`, and no more than half the time to its next run.
 */
export const jitterOf = (
  key: string,
  most: number,
  schedule: Schedule | null,
  dueAt: Date,
): number => {
  if (most === 0 || schedule === null) return 0;
  const [next] = dueTimes(schedule, dueAt);
  const gap = next === undefined ? Number.POSITIVE_INFINITY : next - dueAt.getTime() / 1000;
  return Math.min(hashOf(key) % (most + 1), Math.floor(gap / 2));
};
