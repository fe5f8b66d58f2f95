import { adoptedOptions, type Permission, readKey } from '#shared/domain/adopt.ts';
import { jitterOf } from '#shared/domain/jitter.ts';
import { storedNetwork } from '#shared/domain/network.ts';
import { dueTimes, dueTimesWithin, formatDueTimes } from '#shared/domain/schedule.ts';
import { limitsIn } from '#shared/domain/scope.ts';
import type { Task } from '#shared/domain/task.ts';
import { passing } from '#shared/runtime/kill-points.ts';
import type { Crontab } from '#shared/store/crontab.ts';
import type { DueTimes, KnownTimes } from '#shared/store/due-times.ts';
import type { LegacyTasks } from '#shared/store/legacy-tasks.ts';
import type { Occasion, Planning } from '#shared/store/planning.ts';
import { refusalNow } from '#shared/store/refusal-now.ts';
import type { Scopes } from '#shared/store/scopes.ts';

/** Times counted that went by without a tick: after a longer outage a run says that it stands for so many. */
const MOST_MISSED = 100;

/** A field of the crontab hash and what it says. */
export type Entry = {
  readonly field: string;
  readonly value: string;
  readonly times: readonly number[];
};

export type PlanDueDeps = {
  readonly crontab: Pick<Crontab, 'advance' | 'get'>;
  readonly tasks: Pick<LegacyTasks, 'find' | 'findOrAdopt'>;
  readonly dueTimes: Pick<DueTimes, 'note' | 'isLeftover'>;
  readonly planning: Pick<Planning, 'plan' | 'skip'>;
  readonly scopes: Pick<Scopes, 'endOf'>;
  readonly permission: Permission;
  /** Probes that an owner may have planned in a day. */
  readonly dailyProbes: number;
  /** What Postgres had noted of the hash before. */
  readonly known: ReadonlyMap<string, KnownTimes>;
};

/** True for a field that a deleted task left behind, or that is gone by now. To be asked after its task was not found. */
const isStale = async ({ field, value }: Entry, { dueTimes, crontab }: PlanDueDeps) =>
  (await dueTimes.isLeftover(field)) || (await crontab.get(field)) !== value;

/** The task a field means, made under `legacy` when there is none; null for a stale one; throws when it may not be made. */
const taskOf = async (entry: Entry, deps: PlanDueDeps): Promise<Task | null> => {
  const { tasks, permission } = deps;
  const identity = readKey(entry.field);
  const known = await tasks.find(identity);
  if (known !== null) return known;
  if (await isStale(entry, deps)) return null;
  return tasks.findOrAdopt(entry.field, identity, adoptedOptions(identity, permission));
};

/** The earliest time of a field, in epoch seconds. */
export const earliestOf = ({ times }: Entry): number =>
  times.reduce((earliest, time) => Math.min(earliest, time), Number.POSITIVE_INFINITY);

/** True when the earliest of the field's times has come. */
export const isDue = (entry: Entry, now: Date): boolean =>
  earliestOf(entry) * 1000 <= now.getTime();

/**
 * All overdue times of a task are one run: that of the earliest. A field holds but the next time of each cron line: the
 * times after it that went by as well are missed like those it holds.
 */
const occasionOf = (task: Task, entry: Entry, now: Date): Occasion => {
  const scheduledFor = new Date(earliestOf(entry) * 1000);
  const overdue = entry.times.filter((time) => time * 1000 <= now.getTime());
  const gone = task.schedule
    ? dueTimesWithin(task.schedule, scheduledFor, now, MOST_MISSED)
    : new Set<number>();
  const missed = new Set([...overdue, ...gone]).size - 1;
  return { key: entry.field, trigger: 'clock', scheduledFor, missed };
};

/** What is told of a due time that makes no run. */
const SKIPPED: Readonly<Record<string, string>> = {
  overlap: 'overlap: the run before it was still live',
  budget: 'budget: the probes that its owner may have planned in a day are used up',
};

const makeRun = async (task: Task, occasion: Occasion, deps: PlanDueDeps) => {
  const { planning, permission, dailyProbes } = deps;
  const network = storedNetwork(task.network);
  const refusal = await refusalNow(network, permission, deps);
  if (refusal !== null) {
    await planning.skip(task, occasion, refusal);
    return 'refused';
  }
  const { rate } = limitsIn(permission.scopes, [network]);
  const { verdict } = await planning.plan(task, occasion, undefined, { rate, dailyProbes });
  const reason = SKIPPED[verdict];
  if (reason !== undefined) await planning.skip(task, occasion, reason);
  return verdict;
};

/** What the field says from now on: the times it still held, and the next of each cron line. */
const nextValue = (task: Task, times: readonly number[], now: Date): string | null => {
  const left = times.filter((time) => time * 1000 > now.getTime());
  const next = new Set([...left, ...(task.schedule ? dueTimes(task.schedule, now) : [])]);
  return next.size > 0 ? formatDueTimes([...next]) : null;
};

/**
 * A value that some program wrote is noted, so that it outlives Redis. Throws DomainError for a field that is no task.
 */
export const noteUnknown = async (entry: Entry, deps: PlanDueDeps): Promise<void> => {
  if (deps.known.get(entry.field)?.value === entry.value) return;
  const task = await taskOf(entry, deps);
  if (task) await deps.dueTimes.note(task.key, entry.value);
};

/**
 * Makes the run of a field that is due and moves the field on, if its bytes are still the same. The run comes first:
 * a crash in between finds it planned already. Null when it is no task's any more, or has to wait for its turn among those
 * due at the same time; throws DomainError for a field that is no task.
 */
export const planDue = async (entry: Entry, now: Date, deps: PlanDueDeps) => {
  const task = await taskOf(entry, deps);
  if (task === null) return null;
  const occasion = occasionOf(task, entry, now);
  const { scheduledFor } = occasion;
  const jitter = jitterOf(task.key, task.options.jitter_seconds ?? 0, task.schedule, scheduledFor);
  const waitedSeconds = (now.getTime() - scheduledFor.getTime()) / 1000 - jitter;
  if (waitedSeconds < 0) return null;
  const verdict = await makeRun(task, occasion, deps);
  passing('tick.after_plan');
  const next = nextValue(task, entry.times, now);
  const advanced = await deps.crontab.advance(entry.field, entry.value, next);
  passing('tick.after_advance');
  if (advanced) await deps.dueTimes.note(task.key, next);
  return { taskId: task.id, verdict, missed: occasion.missed, advanced, waitedSeconds };
};
