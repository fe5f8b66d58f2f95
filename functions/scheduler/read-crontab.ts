import { parseDueTimes } from '#shared/domain/schedule.ts';
import { parseTaskKey } from '#shared/domain/task-key.ts';
import type { Crontab } from '#shared/store/crontab.ts';
import type { Reason } from '#shared/store/quarantine.ts';
import type { Entry } from './plan-due.ts';

/** A field that says nothing. */
export type Malformed = {
  readonly field: string;
  readonly value: string;
  readonly reason: Reason;
};

const read = (field: string, value: string): Entry | Malformed => {
  if (parseTaskKey(field) === null) return { field, value, reason: 'no task' };
  const times = parseDueTimes(value);
  return times === null ? { field, value, reason: 'no list of times' } : { field, value, times };
};

/** The fields that stand for a task and its times; the others are handed to `setAside`. */
export async function* readCrontab(
  crontab: Pick<Crontab, 'scan'>,
  setAside: (malformed: Malformed) => Promise<void>,
): AsyncGenerator<Entry> {
  for await (const page of crontab.scan()) {
    for (const { field, value } of page) {
      const entry = read(field, value);
      if ('times' in entry) yield entry;
      else await setAside(entry);
    }
  }
}
