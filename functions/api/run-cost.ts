import type { Policy } from '#shared/domain/forbidden.ts';
import { lambdaCostUsd } from '#shared/domain/prices.ts';
import type { Run } from '#shared/domain/run.ts';
import { activeSeconds } from './run-progress.ts';

/** What a scanner is given, and how many are kept busy at once, where the deployment does not say otherwise. */
export const SCANNER = { memoryMb: 1024, atOnce: 100 };

/** US dollars that a run has cost so far, at most: as if its scanners had been busy all the time. Nothing on one machine. */
export const costOf = (run: Run, policy: Policy, now: Date): number => {
  if (policy === 'local') return 0;
  const { total, done, failed } = run.chunks;
  const seconds = activeSeconds(run, now) * Math.min(total, SCANNER.atOnce);
  return lambdaCostUsd({ invocations: done + failed, seconds, memoryMb: SCANNER.memoryMb });
};
