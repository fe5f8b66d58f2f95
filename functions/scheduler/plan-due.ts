import { adoptedOptions, checkNetwork, type Permission, readKey } from '#shared/domain/adopt.ts';
import { DomainError } from '#shared/domain/errors.ts';
import { storedNetwork } from '#shared/domain/network.ts';
import { dueTimes, formatDueTimes } from '#shared/domain/schedule.ts';
import type { Task } from '#shared/domain/task.ts';
import { passing } from '#shared/runtime/kill-points.ts';
import type { Crontab } from '#shared/store/crontab.ts';
import type { DueTimes, KnownTimes } from '#shared/store/due-times.ts';
import type { LegacyTasks } from '#shared/store/legacy-tasks.ts';
import type { Occasion, Planning } from '#shared/store/planning.ts';

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
  readonly permission: Permission;
  /** What Postgres had noted of the hash before. */
  readonly known: ReadonlyMap<string, KnownTimes>;
};

/** True for a field that a deleted task left behind, or that is gone by now. To be asked after its task was not found. */
const isStale = async ({ field, value }: Entry, { dueTimes, crontab }: PlanDueDeps) =>
  (await dueTimes.isLeftover(field)) || (await crontab.get(field)) !== value;

/** The task a field means, made under `legacy` when there is none; null for a stale one; throws when it may not be made. */
const taskOf = async (entry: Entry, isDue: boolean, deps: PlanDueDeps): Promise<Task | null> => {
  const { tasks, permission } = deps;
  const identity = readKey(entry.field);
  const known = await tasks.find(identity);
  if (known !== null) return known;
  if (await isStale(entry, deps)) return null;
  return tasks.findOrAdopt(entry.field, identity, adoptedOptions(identity, permission), isDue);
};

/** Why a task may not run now, or null. */
const refusalOf = (task: Task, permission: Permission): string | null => {
  try {
    checkNetwork(storedNetwork(task.network), permission);
    return null;
  } catch (error) {
    if (error instanceof DomainError) return error.message;
    throw error;
  }
};

/** All overdue times of a task are one run: that of the earliest. */
const occasionOf = ({ field, times }: Entry, now: Date): Occasion | null => {
  const overdue = times.filter((time) => time * 1000 <= now.getTime());
  if (overdue.length === 0) return null;
  const scheduledFor = new Date(Math.min(...overdue) * 1000);
  return { key: field, trigger: 'clock', scheduledFor, missed: overdue.length - 1 };
};

const makeRun = async (task: Task, occasion: Occasion, { planning, permission }: PlanDueDeps) => {
  const refusal = refusalOf(task, permission);
  if (refusal !== null) {
    await planning.skip(task, occasion, refusal);
    return 'refused';
  }
  const { verdict } = await planning.plan(task, occasion);
  if (verdict === 'overlap') {
    await planning.skip(task, occasion, 'overlap: the run before it was still live');
  }
  return verdict;
};

/** What the field says from now on: the times it still held, and the next of each cron line. */
const nextValue = (task: Task, times: readonly number[], now: Date): string | null => {
  const left = times.filter((time) => time * 1000 > now.getTime());
  const next = new Set([...left, ...(task.schedule ? dueTimes(task.schedule, now) : [])]);
  return next.size > 0 ? formatDueTimes([...next]) : null;
};

/** A value that some program wrote is noted, so that it outlives Redis. */
const noteUnknown = async (entry: Entry, deps: PlanDueDeps): Promise<void> => {
  if (deps.known.get(entry.field)?.value === entry.value) return;
  const task = await taskOf(entry, false, deps);
  if (task) await deps.dueTimes.note(task.key, entry.value);
};

/**
 * Makes the run of a field that is due and moves the field on, if its bytes are still the same. The run comes first:
 * a crash in between finds it planned already. Null when nothing is due, or no task's; throws DomainError for a field that is no task.
 */
export const planDue = async (entry: Entry, now: Date, deps: PlanDueDeps) => {
  const occasion = occasionOf(entry, now);
  if (occasion === null) {
    await noteUnknown(entry, deps);
    return null;
  }
  const task = await taskOf(entry, true, deps);
  if (task === null) return null;
  const verdict = await makeRun(task, occasion, deps);
  passing('tick.after_plan');
  const next = nextValue(task, entry.times, now);
  const advanced = await deps.crontab.advance(entry.field, entry.value, next);
  passing('tick.after_advance');
  if (advanced) await deps.dueTimes.note(task.key, next);
  const waitedSeconds = (now.getTime() - occasion.scheduledFor.getTime()) / 1000;
  return { taskId: task.id, verdict, missed: occasion.missed, advanced, waitedSeconds };
};
