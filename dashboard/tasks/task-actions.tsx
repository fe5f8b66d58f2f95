import { linkTo } from '#dashboard/app/route.ts';
import { Button } from '#dashboard/components/button.tsx';
import { t } from '#dashboard/i18n/locale.ts';
import { mayChange } from '#dashboard/session/who.ts';
import type { WireTask } from '#shared/domain/wire.ts';
import type { Actions } from './use-actions.ts';

type Props = { readonly task: WireTask; readonly actions: Actions };

/** Start where nothing runs, else what can be done with what runs. */
const RunButtons = ({ task, actions }: Props) => {
  const { isBusy } = actions;
  if (task.live_run_id === null)
    return (
      <Button
        disabled={isBusy}
        onClick={() => actions.ask({ what: 'start', tasks: [task] })}
        aria-label={`${t('tasks.start')} ${task.network}`}
      >
        {t('tasks.start')}
      </Button>
    );
  const way = task.status === 'paused' ? 'resume' : 'pause';
  return (
    <>
      <Button disabled={isBusy} onClick={() => actions.steer([task], way)}>
        {t(`tasks.${way}`)}
      </Button>
      <Button disabled={isBusy} onClick={() => actions.steer([task], 'cancel')}>
        {t('tasks.cancelRun')}
      </Button>
    </>
  );
};

export const TaskActions = ({ task, actions }: Props) => {
  if (!mayChange()) return null;
  return (
    <div class="actions">
      <RunButtons task={task} actions={actions} />
      <a class="button quiet" href={linkTo(['tasks', task.id, 'edit'])}>
        {t('tasks.edit')}
      </a>
      <Button
        kind="quiet"
        disabled={actions.isBusy}
        onClick={() => actions.ask({ what: 'delete', tasks: [task] })}
      >
        {t('tasks.delete')}
      </Button>
    </div>
  );
};
