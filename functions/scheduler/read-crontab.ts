import { parseDueTimes } from '#shared/domain/schedule.ts';
import type { Crontab } from '#shared/store/crontab.ts';
import type { Entry } from './plan-due.ts';

/** A value that is not a list of times is skipped: its field is left for whoever wrote it. */
export async function* readCrontab(
  crontab: Pick<Crontab, 'scan'>,
  onMalformed: (field: string) => void,
): AsyncGenerator<Entry> {
  for await (const page of crontab.scan()) {
    for (const { field, value } of page) {
      const times = parseDueTimes(value);
      if (times === null) onMalformed(field);
      else yield { field, value, times };
    }
  }
}
