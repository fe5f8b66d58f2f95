import { Button } from '#dashboard/components/button.tsx';
import { t } from '#dashboard/i18n/locale.ts';
import { CronRow } from './cron-row.tsx';
import { wrongIn } from './next-times.ts';
import { NextTimes } from './next-times-list.tsx';
import { lineOf, type Picked } from './picked.ts';
import { AddSingleTime, SingleTimesList } from './single-times.tsx';
import { ZoneField } from './zone-field.tsx';
import './schedule-picker.css';

export type PickedSchedule = {
  readonly lines: readonly Picked[];
  /** Single times, in epoch seconds. */
  readonly at: readonly number[];
  readonly timezone: string;
};
type Props = {
  readonly value: PickedSchedule;
  readonly onChange: (value: PickedSchedule) => void;
};

const DAILY: Picked = { kind: 'day', time: '03:00' };

/** When a task is due: any number of lines in one time zone, and what they come to. */
export const SchedulePicker = ({ value, onChange }: Props) => {
  const { lines, at, timezone } = value;
  const isOff = lines.length + at.length === 0;
  const schedule = { cron: lines.map(lineOf), at, timezone };
  const wrong = wrongIn(schedule, new Date());
  const single = {
    times: at,
    timezone,
    onChange: (times: readonly number[]) => onChange({ ...value, at: times }),
  };
  return (
    <fieldset class="schedule stack">
      <legend class="legend">{t('schedule.title')}</legend>
      {isOff && <p class="soft">{t('schedule.off')}</p>}
      <ul class="stack">
        {lines.map((picked, index) => (
          <CronRow
            key={index}
            picked={picked}
            isWrong={wrong.lines.has(index)}
            onChange={(next) => onChange({ ...value, lines: lines.with(index, next) })}
            onRemove={() => onChange({ ...value, lines: lines.toSpliced(index, 1) })}
          />
        ))}
        <SingleTimesList {...single} />
      </ul>
      <div>
        <Button onClick={() => onChange({ ...value, lines: [...lines, DAILY] })}>
          {t('schedule.add')}
        </Button>
      </div>
      {!wrong.zone && <AddSingleTime {...single} />}
      {!isOff && (
        <>
          <ZoneField
            zone={timezone}
            isWrong={wrong.zone}
            onChange={(zone) => onChange({ ...value, timezone: zone })}
          />
          {!wrong.zone && wrong.lines.size === 0 && <NextTimes schedule={schedule} />}
        </>
      )}
    </fieldset>
  );
};
