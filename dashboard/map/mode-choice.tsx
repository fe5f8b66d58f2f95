import { t } from '#dashboard/i18n/locale.ts';
import { MODES, type Mode } from './modes.ts';

type Props = { readonly mode: Mode; readonly onChange: (mode: Mode) => void };

const NAMES = {
  state: 'map.byState',
  ports: 'map.byPorts',
  age: 'map.byAge',
  change: 'map.byChange',
} as const;

export const ModeChoice = ({ mode, onChange }: Props) => (
  <label class="mode-choice">
    <span class="legend">{t('map.colour')}</span>
    <select value={mode} onChange={({ currentTarget }) => onChange(currentTarget.value as Mode)}>
      {MODES.map((name) => (
        <option key={name} value={name}>
          {t(NAMES[name])}
        </option>
      ))}
    </select>
  </label>
);
