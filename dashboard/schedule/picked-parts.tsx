import { t } from '#dashboard/i18n/locale.ts';
import type { Picked } from './picked.ts';

type Props<P extends Picked = Picked> = {
  readonly picked: P;
  readonly onChange: (picked: Picked) => void;
};
type Of<K extends Picked['kind']> = Extract<Picked, { kind: K }>;

const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

const Time = ({ picked, onChange }: Props<Of<'day' | 'week' | 'month'>>) => (
  <input
    type="time"
    aria-label={t('schedule.at')}
    value={picked.time}
    required
    onInput={({ currentTarget: { value } }) => value !== '' && onChange({ ...picked, time: value })}
  />
);

const Minute = ({ picked, onChange }: Props<Of<'hour'>>) => (
  <input
    type="number"
    aria-label={t('schedule.minute')}
    min={0}
    max={59}
    value={picked.minute}
    onInput={({ currentTarget }) =>
      onChange({ ...picked, minute: currentTarget.valueAsNumber || 0 })
    }
  />
);

const Weekday = ({ picked, onChange }: Props<Of<'week'>>) => (
  <select
    aria-label={t('schedule.on')}
    value={picked.weekday}
    onChange={({ currentTarget }) => onChange({ ...picked, weekday: Number(currentTarget.value) })}
  >
    {WEEKDAYS.map((day, index) => (
      <option key={day} value={index}>
        {t(`schedule.${day}`)}
      </option>
    ))}
  </select>
);

const DayOfMonth = ({ picked, onChange }: Props<Of<'month'>>) => (
  <input
    type="number"
    aria-label={t('schedule.dayOfMonth')}
    min={1}
    max={31}
    value={picked.day}
    onInput={({ currentTarget }) => onChange({ ...picked, day: currentTarget.valueAsNumber || 1 })}
  />
);

const Line = ({ picked, onChange }: Props<Of<'custom'>>) => (
  <input
    type="text"
    class="mono"
    aria-label={t('schedule.line')}
    value={picked.line}
    spellcheck={false}
    onInput={({ currentTarget }) => onChange({ ...picked, line: currentTarget.value })}
  />
);

/** What one says of a line beside how often it is. */
export const PickedParts = ({ picked, onChange }: Props) => {
  switch (picked.kind) {
    case 'hour':
      return <Minute picked={picked} onChange={onChange} />;
    case 'day':
      return <Time picked={picked} onChange={onChange} />;
    case 'week':
      return (
        <>
          <Weekday picked={picked} onChange={onChange} />
          <Time picked={picked} onChange={onChange} />
        </>
      );
    case 'month':
      return (
        <>
          <DayOfMonth picked={picked} onChange={onChange} />
          <Time picked={picked} onChange={onChange} />
        </>
      );
    case 'custom':
      return <Line picked={picked} onChange={onChange} />;
  }
};
