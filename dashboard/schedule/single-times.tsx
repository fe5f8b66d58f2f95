import { useState } from 'preact/hooks';
import { Button } from '#dashboard/components/button.tsx';
import { Field } from '#dashboard/components/field.tsx';
import { dateTime } from '#dashboard/i18n/format.ts';
import { t } from '#dashboard/i18n/locale.ts';
import { epochOf } from './single-time.ts';

type Props = {
  /** Epoch seconds. */
  readonly times: readonly number[];
  readonly timezone: string;
  readonly onChange: (times: readonly number[]) => void;
};

export const SingleTimesList = ({ times, timezone, onChange }: Props) =>
  times.map((time) => (
    <li key={time} class="row">
      {t('tasks.once', { when: dateTime(time * 1000, timezone) })}
      <Button
        kind="quiet"
        aria-label={t('schedule.remove')}
        onClick={() => onChange(times.filter((other) => other !== time))}
      >
        <span aria-hidden="true">✕</span>
      </Button>
    </li>
  ));

/** A time that comes once, as a clock in the zone shows it. */
export const AddSingleTime = ({ times, timezone, onChange }: Props) => {
  const [local, setLocal] = useState('');
  const [isPast, setPast] = useState(false);
  const add = (): void => {
    const time = epochOf(local, timezone);
    if (time === null) return;
    const isLate = time * 1000 <= Date.now();
    setPast(isLate);
    if (isLate) return;
    onChange([...new Set([...times, time])].sort((a, b) => a - b));
    setLocal('');
  };
  return (
    <div class="row add-single-time">
      <Field
        label={t('schedule.single', { zone: timezone })}
        error={isPast ? t('schedule.past') : undefined}
      >
        <input
          type="datetime-local"
          value={local}
          onInput={({ currentTarget }) => setLocal(currentTarget.value)}
        />
      </Field>
      <Button disabled={local === ''} onClick={add}>
        {t('schedule.addSingle')}
      </Button>
    </div>
  );
};
