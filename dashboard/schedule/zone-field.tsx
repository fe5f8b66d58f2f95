import { Field } from '#dashboard/components/field.tsx';
import { t } from '#dashboard/i18n/locale.ts';

type Props = {
  readonly zone: string;
  readonly isWrong: boolean;
  readonly onChange: (zone: string) => void;
};

const ZONES = ['UTC', ...Intl.supportedValuesOf('timeZone')];

export const ZoneField = ({ zone, isWrong, onChange }: Props) => (
  <>
    <Field label={t('schedule.zone')} error={isWrong ? t('schedule.badZone') : undefined}>
      <input
        type="text"
        list="zones"
        value={zone}
        spellcheck={false}
        onInput={({ currentTarget }) => onChange(currentTarget.value.trim())}
      />
    </Field>
    <datalist id="zones">
      {ZONES.map((name) => (
        <option key={name} value={name} />
      ))}
    </datalist>
  </>
);
