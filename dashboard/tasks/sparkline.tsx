import { t } from '#dashboard/i18n/locale.ts';
import { sparklinePath } from './sparkline-path.ts';
import './sparkline.css';

const WIDTH = 96;
const HEIGHT = 22;

/** The online counts of the newest runs. */
export const Sparkline = ({ counts }: { readonly counts: readonly number[] }) => {
  if (counts.length === 0) return <span class="soft">–</span>;
  const { line, last } = sparklinePath(counts, WIDTH, HEIGHT);
  const label = t('tasks.trendOf', { n: counts.length, list: counts.join(', ') });
  return (
    <svg
      class="sparkline"
      role="img"
      aria-label={label}
      width={WIDTH}
      height={HEIGHT}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
    >
      <title>{label}</title>
      <path d={line} />
      <circle cx={last.x} cy={last.y} r="2.2" />
    </svg>
  );
};
