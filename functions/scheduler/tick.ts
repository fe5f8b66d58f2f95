import type { Permission } from '#shared/domain/adopt.ts';
import { DomainError } from '#shared/domain/errors.ts';
import { passing } from '#shared/runtime/kill-points.ts';
import type { Crontab } from '#shared/store/crontab.ts';
import type { DueTimes, KnownTimes } from '#shared/store/due-times.ts';
import type { Quarantine } from '#shared/store/quarantine.ts';
import { NETWORK_QUEUE } from '#shared/store/redis-keys.ts';
import type { Runs } from '#shared/store/runs.ts';
import type { Slices } from '#shared/store/slices.ts';
import { forgetLeftovers, type HealDeps, healCrontab } from './heal-crontab.ts';
import { type Entry, type PlanDueDeps, planDue } from './plan-due.ts';
import { type Malformed, readCrontab } from './read-crontab.ts';
import { type RebuildDeps, rebuildList } from './rebuild-list.ts';

/** Tasks made due by one tick, so that ten thousand at once do not outlast it; the next tick takes the next. */
const MOST_DUE = 500;

export type TickDeps = Omit<PlanDueDeps, 'permission' | 'known'> &
  HealDeps &
  RebuildDeps & {
    readonly crontab: Crontab;
    readonly dueTimes: DueTimes;
    readonly quarantine: Pick<Quarantine, 'field' | 'size'>;
    readonly slices: Slices;
    readonly runs: Pick<Runs, 'live'>;
    readonly clock: () => Promise<Date>;
    readonly permission: () => Promise<Permission>;
    readonly ring: () => Promise<void>;
    readonly warn: (message: string, facts: Record<string, unknown>) => void;
    /** True when too little time is left to begin another piece of work. */
    readonly isLate: () => boolean;
  };

/** What a tick did, for the log. */
export type TickReport = {
  reaped: number;
  restored: number;
  due: number;
  /** How long the longest-waiting of these had been due. */
  oldestDueSeconds: number;
  planned: number;
  /** Fields that were set aside. */
  malformed: number;
  refused: number;
  live: number;
  /** All that is kept in quarantine, fan-outs' included. */
  quarantined: number;
};

const count = async (
  entry: Entry,
  report: TickReport,
  plan: () => ReturnType<typeof planDue>,
  warn: TickDeps['warn'],
) => {
  try {
    const outcome = await plan();
    if (outcome === null) return;
    report.due += 1;
    report.oldestDueSeconds = Math.max(report.oldestDueSeconds, outcome.waitedSeconds);
    if (outcome.verdict === 'planned') report.planned += 1;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    report.refused += 1;
    warn('a field of the crontab hash is not a task that may run', {
      field: entry.field,
      code: error.code,
    });
  }
};

const planAllDue = async (
  now: Date,
  known: ReadonlyMap<string, KnownTimes>,
  report: TickReport,
  deps: TickDeps,
): Promise<void> => {
  const permission = await deps.permission();
  const setAside = async ({ field, value, reason }: Malformed): Promise<void> => {
    report.malformed += 1;
    deps.warn('a field of the crontab hash was set aside', { field, reason });
    await deps.quarantine.field(field, value, reason, now);
  };
  for await (const entry of readCrontab(deps.crontab, setAside)) {
    if (report.due >= MOST_DUE || deps.isLate()) return;
    await count(
      entry,
      report,
      () => planDue(entry, now, { ...deps, permission, known }),
      deps.warn,
    );
  }
};

/** One minute's work: give back what was lost, make what is due, and see that all of it will be found and done. */
export const tick = async (deps: TickDeps): Promise<TickReport> => {
  const now = await deps.clock();
  const reaped = await deps.slices.reap();
  passing('tick.after_reap');
  await forgetLeftovers(deps, deps.isLate);
  const known = await deps.dueTimes.known();
  const restored = await healCrontab(known, deps);
  passing('tick.after_heal');
  const report = {
    reaped: reaped.length,
    restored,
    due: 0,
    oldestDueSeconds: 0,
    planned: 0,
    malformed: 0,
    refused: 0,
    live: 0,
    quarantined: 0,
  };
  await planAllDue(now, known, report, deps);
  for (const run of await deps.runs.live()) {
    if (run.state === 'paused') continue;
    await rebuildList(run, deps);
    passing('tick.after_rebuild');
    report.live += 1;
  }
  report.quarantined = await deps.quarantine.size();
  const { waiting, claimed } = await deps.workList.depth(NETWORK_QUEUE);
  if (waiting + claimed > 0) await deps.ring();
  return report;
};
