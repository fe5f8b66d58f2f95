import { linkTo } from '#dashboard/app/route.ts';
import { Ago } from '#dashboard/components/ago.tsx';
import { StatusBadge } from '#dashboard/components/status-badge.tsx';
import { number } from '#dashboard/i18n/format.ts';
import { t } from '#dashboard/i18n/locale.ts';
import { mayChange } from '#dashboard/session/who.ts';
import type { WireTask } from '#shared/domain/wire.ts';
import { ScheduleWords } from './schedule-words.tsx';
import { Sparkline } from './sparkline.tsx';
import { TaskActions } from './task-actions.tsx';
import { TaskPorts } from './task-ports.tsx';
import type { Actions } from './use-actions.ts';

type Props = {
  readonly task: WireTask;
  readonly counts: readonly number[];
  readonly actions: Actions;
  readonly isSelected: boolean;
  readonly onSelect: () => void;
};

const Network = ({ task: { id, network, label } }: Pick<Props, 'task'>) => (
  <>
    <a class="mono network" href={linkTo(['tasks', id, 'map'])}>
      {network}
    </a>
    {label !== null && <span class="label">{label}</span>}
  </>
);

const Status = ({ task: { status, live_run_id, last_run_id } }: Pick<Props, 'task'>) => {
  const run = live_run_id ?? last_run_id;
  const badge = <StatusBadge status={status} />;
  return run === null ? badge : <a href={linkTo(['runs', run])}>{badge}</a>;
};

export const TaskRow = ({ task, counts, actions, isSelected, onSelect }: Props) => (
  <tr class={isSelected ? 'selected' : undefined}>
    {mayChange() && (
      <td class="tick">
        <input
          type="checkbox"
          checked={isSelected}
          onChange={onSelect}
          aria-label={t('tasks.select', { network: task.network })}
        />
      </td>
    )}
    <th scope="row" data-label={t('tasks.network')}>
      <Network task={task} />
    </th>
    <td data-label={t('tasks.ports')}>
      <TaskPorts task={task} />
    </td>
    <td data-label={t('tasks.status')}>
      <Status task={task} />
    </td>
    <td class="number" data-label={t('tasks.online')}>
      <a href={linkTo(['tasks', task.id, 'hosts'])}>{number(task.online_ip_num)}</a>
    </td>
    <td data-label={t('tasks.trend')}>
      <Sparkline counts={counts} />
    </td>
    <td data-label={t('tasks.last')}>
      <Ago at={task.query_time} />
    </td>
    <td data-label={t('tasks.next')}>
      {task.next_at === null ? <span class="soft">–</span> : <Ago at={task.next_at} />}
    </td>
    <td data-label={t('tasks.schedule')}>
      <ScheduleWords schedule={task.schedule} />
    </td>
    {mayChange() && (
      <td class="last">
        <TaskActions task={task} actions={actions} />
      </td>
    )}
  </tr>
);
