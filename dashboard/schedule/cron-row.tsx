import { Button } from '#dashboard/components/button.tsx';
import { locale, t } from '#dashboard/i18n/locale.ts';
import { cronInWords } from './in-words.ts';
import { changeKind, KINDS, type Kind, lineOf, type Picked } from './picked.ts';
import { PickedParts } from './picked-parts.tsx';

type Props = {
  readonly picked: Picked;
  readonly isWrong: boolean;
  readonly onChange: (picked: Picked) => void;
  readonly onRemove: () => void;
};

/** One line of a schedule. */
export const CronRow = ({ picked, isWrong, onChange, onRemove }: Props) => (
  <li class="cron-row">
    <div class="row">
      <select
        aria-label={t('schedule.every')}
        value={picked.kind}
        onChange={({ currentTarget }) => onChange(changeKind(picked, currentTarget.value as Kind))}
      >
        {KINDS.map((kind) => (
          <option key={kind} value={kind}>
            {kind === 'custom'
              ? t('schedule.custom')
              : `${t('schedule.every')} ${t(`schedule.${kind}`)}`}
          </option>
        ))}
      </select>
      <PickedParts picked={picked} onChange={onChange} />
      <Button kind="quiet" aria-label={t('schedule.remove')} onClick={onRemove}>
        <span aria-hidden="true">✕</span>
      </Button>
    </div>
    <p class={isWrong ? 'error' : 'soft'} role={isWrong ? 'alert' : undefined}>
      {isWrong ? t('schedule.bad') : cronInWords(lineOf(picked), locale.value)}
    </p>
  </li>
);
