import { Field } from '#dashboard/components/field.tsx';
import { number } from '#dashboard/i18n/format.ts';
import { t } from '#dashboard/i18n/locale.ts';
import { portPresets } from '#shared/domain/port-presets.ts';
import { countPorts, parsePorts } from '#shared/domain/ports.ts';

type Props = {
  readonly label: string;
  readonly presets: readonly Preset[];
  readonly value: string;
  readonly onChange: (value: string) => void;
};

export type Preset = keyof typeof portPresets;
/** Those that say something of TCP, and of UDP. */
export const TCP_PRESETS = (Object.keys(portPresets) as Preset[]).filter(
  (name) => name !== 'udp-top-20',
);
export const UDP_PRESETS: readonly Preset[] = [
  'udp-top-20',
  'infrastructure',
  'files',
  'windows',
  'voice',
  'industrial',
  'monitoring',
];

/** How many ports a list names; null where it is none. */
const countOf = (text: string): number | null => {
  try {
    return text.trim() === '' ? 0 : countPorts(parsePorts(text.trim()));
  } catch {
    return null;
  }
};

/** Takes a preset in, or out where it is in. */
const toggled = (value: string, preset: string): string => {
  const parts = value.split(',').filter((part) => part.trim() !== '');
  const rest = parts.filter((part) => part.trim() !== preset);
  return (rest.length < parts.length ? rest : [...parts, preset]).join(',');
};

export const PortsField = ({ label, presets, value, onChange }: Props) => {
  const count = countOf(value);
  const has = new Set(value.split(',').map((part) => part.trim()));
  return (
    <div class="ports-field">
      <Field
        label={label}
        hint={count === null ? t('form.portsHint') : t('form.portCount', { n: number(count) })}
        error={count === null ? t('form.badPorts') : undefined}
      >
        <input
          type="text"
          class="mono"
          value={value}
          spellcheck={false}
          autocomplete="off"
          placeholder={t('form.portsHint')}
          onInput={({ currentTarget }) => onChange(currentTarget.value)}
        />
      </Field>
      <fieldset class="presets" aria-label={`${label}: ${t('form.presets')}`}>
        {presets.map((preset) => (
          <button
            key={preset}
            type="button"
            class="chip"
            aria-pressed={has.has(preset)}
            title={portPresets[preset]}
            onClick={() => onChange(toggled(value, preset))}
          >
            {preset}
          </button>
        ))}
      </fieldset>
    </div>
  );
};
