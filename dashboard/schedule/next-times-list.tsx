import { ago, dateTime } from '#dashboard/i18n/format.ts';
import { t } from '#dashboard/i18n/locale.ts';
import type { Schedule } from '#shared/domain/schedule.ts';
import { nextTimes } from './next-times.ts';

export const NextTimes = ({ schedule }: { readonly schedule: Schedule }) => (
  <div>
    <h3>{t('schedule.next')}</h3>
    <ol class="next-times">
      {nextTimes(schedule, new Date()).map((time) => (
        <li key={time.getTime()}>
          <time dateTime={time.toISOString()}>{dateTime(time, schedule.timezone)}</time>{' '}
          <span class="soft">{ago(time)}</span>
        </li>
      ))}
    </ol>
  </div>
);
