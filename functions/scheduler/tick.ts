import type { Permission } from '#shared/domain/adopt.ts';
import { DomainError } from '#shared/domain/errors.ts';
import { concurrently, whilst } from '#shared/runtime/concurrently.ts';
import { passing } from '#shared/runtime/kill-points.ts';
import type { Crontab } from '#shared/store/crontab.ts';
import type { DueTimes } from '#shared/store/due-times.ts';
import type { Planning } from '#shared/store/planning.ts';
import type { Quarantine } from '#shared/store/quarantine.ts';
import { NETWORK_QUEUE } from '#shared/store/redis-keys.ts';
import type { Slices } from '#shared/store/slices.ts';
import { forgetLeftovers, type HealDeps, healCrontab } from './heal-crontab.ts';
import { type LookAfterDeps, lookAfterRuns } from './look-after-runs.ts';
import { type LookBackDeps, lookBack } from './look-back.ts';
import {
  type Entry,
  earliestOf,
  isDue,
  noteUnknown,
  type PlanDueDeps,
  planDue,
} from './plan-due.ts';
import { type Malformed, readCrontab } from './read-crontab.ts';

/** Tasks made due by one tick, so that ten thousand at once do not outlast it; the next tick takes the next. */
const MOST_DUE = 500;
/** Tasks seen to at once: each waits for the stores more than it works. */
const WIDTH = 8;

/** With less time left than this no more is planned, so that what was planned still gets on its list … */
const PLANNING_RESERVE_MS = 30_000;
/** … and with less than this nothing more is begun but the doorbell. */
const RESERVE_MS = 10_000;

export type TickDeps = Omit<PlanDueDeps, 'permission' | 'known'> &
  HealDeps &
  Omit<LookAfterDeps, 'permission' | 'isLate'> &
  Omit<LookBackDeps, 'isLate'> & {
    readonly crontab: Crontab;
    readonly dueTimes: DueTimes;
    readonly quarantine: Pick<Quarantine, 'field' | 'size'>;
    readonly planning: Pick<Planning, 'keepHours'>;
    readonly slices: Slices;
    readonly clock: () => Promise<Date>;
    readonly permission: () => Promise<Permission>;
    readonly ring: () => Promise<void>;
    readonly warn: (message: string, facts: Record<string, unknown>) => void;
    /** Until the function is ended, done or not. */
    readonly remainingMs: () => number;
  };

type PlanningDeps = PlanDueDeps & Pick<TickDeps, 'remainingMs' | 'warn'>;

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
  /** Runs cancelled because their network may not be probed any more. */
  cancelled: number;
  live: number;
  /** Runs paused outside their hours, and let go on inside. */
  held: number;
  resumed: number;
  /** Found in runs that are done. */
  changes: number;
  /** All that is kept in quarantine, fan-outs' included. */
  quarantined: number;
};

/** Does what a field asks for; of one that is no task, or may not run, is told. */
const serve = async <Outcome>(
  { field }: Entry,
  report: TickReport,
  warn: TickDeps['warn'],
  work: () => Promise<Outcome>,
): Promise<Outcome | null> => {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    report.refused += 1;
    warn('a field of the crontab hash is not a task that may run', { field, code: error.code });
    return null;
  }
};

/** All fields that stand for a task, those first that have waited longest: none starves behind many others. */
const readFields = async (now: Date, report: TickReport, deps: TickDeps): Promise<Entry[]> => {
  const setAside = async ({ field, value, reason }: Malformed): Promise<void> => {
    report.malformed += 1;
    deps.warn('a field of the crontab hash was set aside', { field, reason });
    await deps.quarantine.field(field, value, reason, now);
  };
  // The hash may show a field twice.
  const entries = new Map<string, Entry>();
  for await (const entry of readCrontab(deps.crontab, setAside)) entries.set(entry.field, entry);
  return [...entries.values()].sort((a, b) => earliestOf(a) - earliestOf(b));
};

const planAllDue = async (
  due: readonly Entry[],
  now: Date,
  report: TickReport,
  deps: PlanningDeps,
): Promise<void> => {
  // Those under way count as done: they will be, or make room again.
  let taken = 0;
  const takesAnother = (): boolean => {
    const isRoom = taken < MOST_DUE && deps.remainingMs() >= PLANNING_RESERVE_MS;
    if (isRoom) taken += 1;
    return isRoom;
  };
  await concurrently(WIDTH, whilst(due, takesAnother), async (entry) => {
    const outcome = await serve(entry, report, deps.warn, () => planDue(entry, now, deps));
    if (outcome === null) {
      taken -= 1;
      return;
    }
    report.due += 1;
    report.oldestDueSeconds = Math.max(report.oldestDueSeconds, outcome.waitedSeconds);
    if (outcome.verdict === 'planned') report.planned += 1;
  });
};

/** Of all this tick does, the copy in Postgres of what old programs wrote can best wait. */
const noteAll = async (
  later: readonly Entry[],
  report: TickReport,
  deps: PlanningDeps,
): Promise<void> => {
  for (const entry of later) {
    if (deps.remainingMs() < RESERVE_MS) return;
    await serve(entry, report, deps.warn, () => noteUnknown(entry, deps));
  }
};

/** One minute's work: give back what was lost, make what is due, and see that all of it will be found and done. */
export const tick = async (deps: TickDeps): Promise<TickReport> => {
  const now = await deps.clock();
  const reaped = await deps.slices.reap();
  passing('tick.after_reap');
  await forgetLeftovers(deps, () => deps.remainingMs() < PLANNING_RESERVE_MS);
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
    cancelled: 0,
    live: 0,
    held: 0,
    resumed: 0,
    changes: 0,
    quarantined: 0,
  };
  const entries = await readFields(now, report, deps);
  const permission = await deps.permission();
  const planning = { ...deps, permission, known };
  const isDueNow = (entry: Entry) => isDue(entry, now);
  await planAllDue(entries.filter(isDueNow), now, report, planning);
  const isLate = () => deps.remainingMs() < RESERVE_MS;
  Object.assign(report, await deps.planning.keepHours());
  passing('tick.after_hours');
  Object.assign(report, await lookAfterRuns({ ...deps, permission, isLate }));
  report.quarantined = await deps.quarantine.size();
  const { waiting, claimed } = await deps.workList.depth(NETWORK_QUEUE);
  if (waiting + claimed > 0) await deps.ring();
  await noteAll(
    entries.filter((entry) => !isDueNow(entry)),
    report,
    planning,
  );
  report.changes = (await lookBack({ ...deps, isLate })).changes;
  return report;
};
