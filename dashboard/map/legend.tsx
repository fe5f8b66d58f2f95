import type { MessageKey } from '#dashboard/i18n/en.ts';
import { number } from '#dashboard/i18n/format.ts';
import { t } from '#dashboard/i18n/locale.ts';
import { CLASSES, type ClassName, type Mode } from './modes.ts';
import './legend.css';

type Props = {
  readonly mode: Mode;
  readonly colours: readonly string[];
  readonly counts: readonly number[];
};

/** Numbers name themselves. */
const nameOf = (name: ClassName): string =>
  /^\d/.test(name) ? name : t(`map.${name}` as MessageKey);

/** What the colours mean, and how many addresses have each. */
export const Legend = ({ mode, colours, counts }: Props) => (
  <ul class="legend-list">
    {CLASSES[mode].map((name, index) => (
      <li key={name} class={counts[index] ? undefined : 'soft'}>
        <svg class={index === 0 ? 'swatch hatched' : 'swatch'} viewBox="0 0 1 1" aria-hidden="true">
          {index > 0 && <rect width="1" height="1" fill={colours[index]} />}
        </svg>
        <span>{nameOf(name)}</span>
        <span class="number">{number(counts[index] ?? 0)}</span>
      </li>
    ))}
  </ul>
);
