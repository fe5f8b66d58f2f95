import { linkTo } from '#dashboard/app/route.ts';
import { Ago } from '#dashboard/components/ago.tsx';
import { StatusBadge } from '#dashboard/components/status-badge.tsx';
import { number } from '#dashboard/i18n/format.ts';
import { t } from '#dashboard/i18n/locale.ts';
import { TaskActions } from '#dashboard/tasks/task-actions.tsx';
import { TaskPorts } from '#dashboard/tasks/task-ports.tsx';
import type { Actions } from '#dashboard/tasks/use-actions.ts';
import type { WireTask } from '#shared/domain/wire.ts';

type Props = { readonly task: WireTask; readonly actions: Actions };

const Status = ({ task: { status, live_run_id: live } }: Pick<Props, 'task'>) =>
  live === null ? (
    <StatusBadge status={status} />
  ) : (
    <a href={linkTo(['runs', live])}>
      <StatusBadge status={status} />
    </a>
  );

export const TaskHead = ({ task, actions }: Props) => (
  <div class="task-head">
    <div>
      <h1>
        <span class="mono">{task.network}</span>{' '}
        {task.label !== null && <span class="soft">{task.label}</span>}
      </h1>
      <div class="facts">
        <Status task={task} />
        <span>
          {t('tasks.online')}: <strong>{number(task.online_ip_num)}</strong>
        </span>
        <span>
          {t('tasks.last')}: <Ago at={task.query_time} />
        </span>
        <span class="task-ports">
          <TaskPorts task={task} />
        </span>
      </div>
    </div>
    <TaskActions task={task} actions={actions} />
  </div>
);
