import type { Permission } from '#shared/domain/adopt.ts';
import { DomainError } from '#shared/domain/errors.ts';
import { storedNetwork } from '#shared/domain/network.ts';
import { concurrently } from '#shared/runtime/concurrently.ts';
import { passing } from '#shared/runtime/kill-points.ts';
import type { Crontab } from '#shared/store/crontab.ts';
import type { DueTimes, KnownTimes } from '#shared/store/due-times.ts';
import type { Planning } from '#shared/store/planning.ts';
import type { Quarantine } from '#shared/store/quarantine.ts';
import { NETWORK_QUEUE } from '#shared/store/redis-keys.ts';
import { refusalNow } from '#shared/store/refusal-now.ts';
import type { Runs } from '#shared/store/runs.ts';
import type { Slices } from '#shared/store/slices.ts';
import { forgetLeftovers, type HealDeps, healCrontab } from './heal-crontab.ts';
import { type Entry, type PlanDueDeps, planDue } from './plan-due.ts';
import { type Malformed, readCrontab } from './read-crontab.ts';
import { type RebuildDeps, rebuildList } from './rebuild-list.ts';

/** Tasks made due by one tick, so that ten thousand at once do not outlast it; the next tick takes the next. */
const MOST_DUE = 500;
/** Tasks or runs seen to at once: each waits for the stores more than it works. */
const WIDTH = 8;

export type TickDeps = Omit<PlanDueDeps, 'permission' | 'known'> &
  HealDeps &
  RebuildDeps & {
    readonly crontab: Crontab;
    readonly dueTimes: DueTimes;
    readonly quarantine: Pick<Quarantine, 'field' | 'size'>;
    readonly slices: Slices;
    readonly runs: Pick<Runs, 'live'>;
    readonly planning: Pick<Planning, 'cancel'>;
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
  planned: number;
  /** Fields that were set aside. */
  malformed: number;
  refused: number;
  /** Runs cancelled because their network may not be probed any more. */
  cancelled: number;
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
  permission: Permission,
  report: TickReport,
  deps: TickDeps,
): Promise<void> => {
  const setAside = async ({ field, value, reason }: Malformed): Promise<void> => {
    report.malformed += 1;
    deps.warn('a field of the crontab hash was set aside', { field, reason });
    await deps.quarantine.field(field, value, reason, now);
  };
  async function* entries() {
    for await (const entry of readCrontab(deps.crontab, setAside)) {
      if (report.due >= MOST_DUE || deps.isLate()) return;
      yield entry;
    }
  }
  const plan = (entry: Entry) => planDue(entry, now, { ...deps, permission, known });
  await concurrently(WIDTH, entries(), (entry) =>
    count(entry, report, () => plan(entry), deps.warn),
  );
};

/** Runs go on as long as what they probe may be probed; their lists are seen to. */
const lookAfterLive = async (
  permission: Permission,
  report: TickReport,
  deps: TickDeps,
): Promise<void> => {
  async function* live() {
    yield* await deps.runs.live();
  }
  await concurrently(WIDTH, live(), async (run) => {
    const refusal = await refusalNow(storedNetwork(run.network), permission, deps);
    if (refusal !== null) {
      await deps.planning.cancel(run.id, refusal);
      report.cancelled += 1;
    } else if (run.state !== 'paused') {
      await rebuildList(run, deps);
      passing('tick.after_rebuild');
      report.live += 1;
    }
  });
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
    planned: 0,
    malformed: 0,
    refused: 0,
    cancelled: 0,
    live: 0,
    quarantined: 0,
  };
  const permission = await deps.permission();
  await planAllDue(now, known, permission, report, deps);
  await lookAfterLive(permission, report, deps);
  report.quarantined = await deps.quarantine.size();
  const { waiting, claimed } = await deps.workList.depth(NETWORK_QUEUE);
  if (waiting + claimed > 0) await deps.ring();
  return report;
};
