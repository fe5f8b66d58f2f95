import { runsOf } from '#dashboard/api/calls.ts';
import { linkTo } from '#dashboard/app/route.ts';
import { usePolled } from '#dashboard/app/use-polled.ts';
import { Ago } from '#dashboard/components/ago.tsx';
import { Empty } from '#dashboard/components/empty.tsx';
import { Loaded } from '#dashboard/components/loaded.tsx';
import { StatusBadge } from '#dashboard/components/status-badge.tsx';
import { dollars, duration, number } from '#dashboard/i18n/format.ts';
import { t } from '#dashboard/i18n/locale.ts';
import type { WireRun } from '#shared/domain/wire.ts';
import { elapsedSeconds } from './elapsed.ts';

type Props = { readonly taskId: number; readonly isLive: boolean };

const Row = ({ run }: { readonly run: WireRun }) => (
  <tr>
    <th scope="row">
      <a href={linkTo(['runs', run.id])}>{t('run.title', { id: run.id })}</a>
    </th>
    <td>
      <StatusBadge status={run.state} />
    </td>
    <td>
      <Ago at={run.started_at ?? run.scheduled_for} />
    </td>
    <td>{t(`run.${run.trigger}`)}</td>
    <td class="number">{number(run.online)}</td>
    <td class="number">{duration(elapsedSeconds(run, Date.now()))}</td>
    <td class="number">{dollars(run.cost_usd)}</td>
  </tr>
);

const Runs = ({ runs }: { readonly runs: readonly WireRun[] }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard.
  <section class="card table-card" tabIndex={0} aria-label={t('tasks.runs')}>
    <table>
      <thead>
        <tr>
          <th scope="col">{t('host.run')}</th>
          <th scope="col">{t('tasks.status')}</th>
          <th scope="col">{t('run.started')}</th>
          <th scope="col">{t('run.trigger')}</th>
          <th scope="col" class="number">
            {t('run.online')}
          </th>
          <th scope="col" class="number">
            {t('run.elapsed')}
          </th>
          <th scope="col" class="number">
            {t('form.cost')}
          </th>
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => (
          <Row key={run.id} run={run} />
        ))}
      </tbody>
    </table>
  </section>
);

/** The newest runs of a task. */
export const TaskRuns = ({ taskId, isLive }: Props) => {
  const polled = usePolled(
    `runs ${taskId} ${isLive}`,
    (asked) => runsOf(taskId, asked),
    () => (isLive ? 2000 : 30_000),
  );
  return (
    <Loaded of={polled}>
      {(runs) =>
        runs.length === 0 ? (
          <Empty title={t('run.none')} hint={t('run.noneHint')} />
        ) : (
          <Runs runs={runs} />
        )
      }
    </Loaded>
  );
};
