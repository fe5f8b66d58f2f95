import { linkTo } from '#dashboard/app/route.ts';
import { Notice } from '#dashboard/components/notice.tsx';
import { number } from '#dashboard/i18n/format.ts';
import { t } from '#dashboard/i18n/locale.ts';
import type { WireRun } from '#shared/domain/wire.ts';

/** What came of a run that is over. */
export const RunOutcome = ({ run }: { readonly run: WireRun }) => {
  switch (run.state) {
    case 'done':
      return (
        <Notice kind="good" title={t('run.doneTitle', { n: number(run.online) })}>
          <a class="button plain" href={linkTo(['tasks', run.task_id, 'hosts'])}>
            {t('run.seeHosts')}
          </a>
        </Notice>
      );
    case 'failed':
      return (
        <Notice kind="bad" title={t('run.failedTitle')}>
          {run.error}
        </Notice>
      );
    case 'cancelled':
      return (
        <Notice kind="warn" title={t('run.cancelledTitle')}>
          {run.error}
        </Notice>
      );
    default:
      return null;
  }
};
