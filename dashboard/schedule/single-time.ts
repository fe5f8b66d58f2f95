import './no-eval.ts';
import { Cron } from 'croner';

/**
 * Epoch seconds of what a clock in a zone shows, given as `<input type="datetime-local">` has it; null for anything else. A time that
 * the clock jumps over is taken as much later, one that it shows twice is its first.
 */
export const epochOf = (local: string, timezone: string): number | null => {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(local)) return null;
  const time = new Cron(local, { timezone, paused: true }).getOnce();
  return time && Math.floor(time.getTime() / 1000);
};
