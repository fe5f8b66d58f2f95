import { dateTime } from '#dashboard/i18n/format.ts';
import { locale, t } from '#dashboard/i18n/locale.ts';
import { cronInWords } from '#dashboard/schedule/in-words.ts';
import type { WireTask } from '#shared/domain/wire.ts';

const SHOWN = 2;

/** When a task is due, in words. */
export const ScheduleWords = ({ schedule }: Pick<WireTask, 'schedule'>) => {
  if (schedule === null) return <span class="soft">{t('tasks.byHand')}</span>;
  const { cron, at, timezone } = schedule;
  const words = [
    ...cron.map((line) => cronInWords(line, locale.value)),
    ...at.map((time) => t('tasks.once', { when: dateTime(time * 1000, timezone) })),
  ];
  const rest = words.length - SHOWN;
  return (
    <span class="schedule-words" title={`${words.join('\n')}\n${timezone}`}>
      {words.slice(0, SHOWN).map((text) => (
        <span key={text}>{text}</span>
      ))}
      <span class="soft">
        {rest > 0 ? `+${rest} · ` : ''}
        {timezone}
      </span>
    </span>
  );
};
