import type { Crontab } from '#shared/store/crontab.ts';
import type { DueTimes, KnownTimes } from '#shared/store/due-times.ts';
import type { WorkList } from '#shared/store/work-list.ts';

export type HealDeps = {
  readonly crontab: Pick<Crontab, 'scan' | 'set' | 'restore' | 'wasLost' | 'markWhole'>;
  readonly dueTimes: Pick<DueTimes, 'told' | 'restored' | 'leftovers'>;
  readonly workList: Pick<WorkList, 'forget'>;
};

const fieldsOf = async (crontab: Pick<Crontab, 'scan'>): Promise<Set<string>> => {
  const fields = new Set<string>();
  for await (const page of crontab.scan()) for (const { field } of page) fields.add(field);
  return fields;
};

/** Has Redis forget what was deleted or renamed, where whoever did it was cut off before saying so. */
export const forgetLeftovers = async (
  { crontab, dueTimes, workList }: HealDeps,
  isLate: () => boolean,
): Promise<void> => {
  for (const { key, value, isInUse } of await dueTimes.leftovers()) {
    if (isLate()) return;
    if (isInUse) await crontab.set([[key, value]]);
    else await workList.forget([key]);
    await dueTimes.told([[key, value]]);
  }
};

/**
 * Brings the hash in line with Postgres where Postgres knows better: a changed schedule that the hash was not told of,
 * and fields that are missing. A field without a schedule of our own is missing on purpose, since that is how an old
 * program switches it off, unless Redis as a whole was lost. Returns how many fields were written.
 */
export const healCrontab = async (
  known: ReadonlyMap<string, KnownTimes>,
  { crontab, dueTimes }: HealDeps,
): Promise<number> => {
  const [fields, lost] = await Promise.all([fieldsOf(crontab), crontab.wasLost()]);
  const changed: [key: string, value: string | null][] = [];
  const missing: [key: string, value: string][] = [];
  for (const [key, { value, scheduled, pending }] of known) {
    if (pending) changed.push([key, value]);
    else if (value !== null && !fields.has(key) && (lost || scheduled)) missing.push([key, value]);
  }
  await crontab.set(changed);
  await dueTimes.told(changed);
  await crontab.restore(missing);
  await dueTimes.restored(missing.map(([key]) => key));
  if (lost) await crontab.markWhole();
  return changed.length + missing.length;
};
