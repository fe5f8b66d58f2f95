import { Field } from '#dashboard/components/field.tsx';
import { t } from '#dashboard/i18n/locale.ts';
import type { TaskOptionsRequest } from '#shared/domain/task-options.ts';
import { listed } from './draft.ts';

type Props = {
  readonly value: TaskOptionsRequest;
  readonly onChange: (value: TaskOptionsRequest) => void;
};

const CHECKS = ['identify', 'snmp', 'fragile'] as const;
/** As the API has them where a task says nothing. */
const DEFAULTS = { identify: true, snmp: false, fragile: false };
const NUMBERS = [
  ['rate', 5000, 1, 1_000_000],
  ['misses', 2, 1, 20],
] as const;

const Checks = ({ value, onChange }: Props) =>
  CHECKS.map((name) => (
    <label key={name} class="check">
      <input
        type="checkbox"
        checked={value[name] ?? DEFAULTS[name]}
        onChange={({ currentTarget }) => onChange({ ...value, [name]: currentTarget.checked })}
      />
      {t(`form.${name}`)}
    </label>
  ));

const Numbers = ({ value, onChange }: Props) =>
  NUMBERS.map(([name, usual, min, max]) => (
    <Field key={name} label={t(`form.${name}`)}>
      <input
        type="number"
        min={min}
        max={max}
        value={value[name] ?? usual}
        onInput={({ currentTarget: { valueAsNumber } }) =>
          Number.isInteger(valueAsNumber) && onChange({ ...value, [name]: valueAsNumber })
        }
      />
    </Field>
  ));

/** What most tasks leave as it is. */
export const OptionsFields = ({ value, onChange }: Props) => (
  <details class="options">
    <summary class="legend">{t('form.options')}</summary>
    <div class="stack">
      <Checks value={value} onChange={onChange} />
      <div class="pair">
        <Numbers value={value} onChange={onChange} />
      </div>
      <Field label={t('form.exclude')} hint={t('form.excludeHint')}>
        <textarea
          rows={2}
          spellcheck={false}
          onInput={({ currentTarget }) =>
            onChange({ ...value, exclude: listed(currentTarget.value) })
          }
        >
          {(value.exclude ?? []).join('\n')}
        </textarea>
      </Field>
    </div>
  </details>
);
