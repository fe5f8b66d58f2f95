import { dateTime, dollars, duration, number, percent } from '#dashboard/i18n/format.ts';
import { t } from '#dashboard/i18n/locale.ts';
import type { WireRun } from '#shared/domain/wire.ts';
import { elapsedSeconds, isLive, lostShare } from './elapsed.ts';

const etaOf = (run: WireRun): string => {
  if (!isLive(run)) return '–';
  return run.eta_seconds === null ? t('run.unknown') : duration(run.eta_seconds);
};

const lostOf = (run: WireRun): string => {
  const share = lostShare(run);
  return share === null ? '–' : `${percent(share)} (${number(run.local_failures)})`;
};

const costOf = ({ cost_usd: cost }: WireRun): string =>
  cost === 0 ? t('tasks.free') : dollars(cost);

const factsOf = (run: WireRun): readonly (readonly [string, string])[] => [
  [t('run.online'), number(run.online)],
  [t('run.eta'), etaOf(run)],
  [t('run.elapsed'), duration(elapsedSeconds(run, Date.now()))],
  [t('run.rate'), number(run.probes_per_second)],
  [t('run.lost'), lostOf(run)],
  [t('run.cost'), costOf(run)],
  [t('run.addresses'), number(run.addresses)],
  [t('run.probes'), number(run.probes)],
  [t('run.trigger'), t(`run.${run.trigger}`)],
  [t('run.started'), run.started_at === null ? '–' : dateTime(run.started_at)],
];

export const RunFacts = ({ run }: { readonly run: WireRun }) => (
  <dl class="facts-grid">
    {factsOf(run).map(([name, value]) => (
      <div key={name}>
        <dt>{name}</dt>
        <dd>{value}</dd>
      </div>
    ))}
  </dl>
);
