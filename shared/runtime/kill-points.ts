import { writeSync } from 'node:fs';
import { readKill } from './environment.ts';

/**
 * The named places where a function may be made to die at once, so that tests can show that nothing is lost, doubled or
 * torn there. Each lies between two effects: what comes before is done, what comes after is not. A new step that touches
 * a store gets a place of its own here; the fault tests go through the list.
 */
export const KILL_POINTS = [
  'api.after_create',
  'api.after_change',
  'api.after_delete',
  'api.after_start',
  'api.after_enqueue',
  'api.after_redis',
  'api.after_begin',
  'api.after_work',
  'api.after_answer',
  'tick.after_reap',
  'tick.after_heal',
  'tick.after_plan',
  'tick.after_advance',
  'tick.after_unqueue',
  'tick.after_hours',
  'tick.after_clear',
  'tick.after_rebuild',
  'fan.after_take_network',
  'fan.after_claim',
  'fan.after_top_up',
  'fan.after_invoke',
  'fan.after_ack',
  'fan.after_clear',
  'fan.after_digest',
  'scan.after_take',
  'scan.mid',
  'scan.after_stage',
  'scan.after_commit',
  'tell.after_claim',
  'tell.after_send',
] as const;
export type KillPoint = (typeof KILL_POINTS)[number];

const kill = readKill(KILL_POINTS);
let passed = 0;

/** Kills this process, as a power cut would, when it passes the place that its environment names for the nth time. */
export const passing = (point: KillPoint): void => {
  if (kill === null || kill.point !== point) return;
  passed += 1;
  if (passed !== kill.nth) return;
  // Nothing that is written later would be seen.
  writeSync(process.stderr.fd, `killed at ${point}\n`);
  process.kill(process.pid, 'SIGKILL');
};
