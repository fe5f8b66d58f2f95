import { Button } from '#dashboard/components/button.tsx';
import { t } from '#dashboard/i18n/locale.ts';
import type { WireTask } from '#shared/domain/wire.ts';
import type { Actions } from './use-actions.ts';

type Props = {
  readonly tasks: readonly WireTask[];
  readonly actions: Actions;
  readonly onClear: () => void;
};

/** What can be done with all that is ticked. */
export const BulkBar = ({ tasks, actions, onClear }: Props) => {
  const idle = tasks.filter(({ live_run_id: id }) => id === null);
  const live = tasks.filter(({ live_run_id: id }) => id !== null);
  const paused = live.filter(({ status }) => status === 'paused');
  const moving = live.filter(({ status }) => status !== 'paused');
  const offers = [
    ['start', idle, () => actions.ask({ what: 'start', tasks: idle })],
    ['pause', moving, () => actions.steer(moving, 'pause')],
    ['resume', paused, () => actions.steer(paused, 'resume')],
    ['cancelRun', live, () => actions.steer(live, 'cancel')],
    ['delete', tasks, () => actions.ask({ what: 'delete', tasks })],
  ] as const;
  return (
    <div class="row bulk" role="toolbar" aria-label={t('tasks.selected', { n: tasks.length })}>
      <strong>{t('tasks.selected', { n: tasks.length })}</strong>
      {offers
        .filter(([, which]) => which.length > 0)
        .map(([name, , act]) => (
          <Button
            key={name}
            kind={name === 'delete' ? 'danger' : 'plain'}
            disabled={actions.isBusy}
            onClick={act}
          >
            {t(`tasks.${name}`)}
          </Button>
        ))}
      <Button kind="quiet" onClick={onClear}>
        {t('tasks.clear')}
      </Button>
    </div>
  );
};
