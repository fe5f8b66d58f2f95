import { t } from '#dashboard/i18n/locale.ts';
import { mayChange } from '#dashboard/session/who.ts';
import type { WireTask } from '#shared/domain/wire.ts';
import { TaskRow } from './task-row.tsx';
import type { Actions } from './use-actions.ts';
import type { Selection } from './use-selection.ts';
import './tasks-table.css';

type Props = {
  readonly tasks: readonly WireTask[];
  readonly counts: ReadonlyMap<number, readonly number[]>;
  readonly actions: Actions;
  readonly selection: Selection;
};

const COLUMNS = [
  'network',
  'ports',
  'status',
  'online',
  'trend',
  'last',
  'next',
  'schedule',
] as const;

const Head = ({ tasks, selection }: Pick<Props, 'tasks' | 'selection'>) => (
  <thead>
    <tr>
      {mayChange() && (
        <td class="tick">
          <input
            type="checkbox"
            aria-label={t('tasks.selectAll')}
            checked={selection.hasAll(tasks)}
            onChange={() => selection.toggleAll(tasks)}
          />
        </td>
      )}
      {COLUMNS.map((name) => (
        <th key={name} scope="col" class={name === 'online' ? 'number' : undefined}>
          {t(`tasks.${name}`)}
        </th>
      ))}
      {mayChange() && (
        <th scope="col">
          <span class="visually-hidden">{t('tasks.actions')}</span>
        </th>
      )}
    </tr>
  </thead>
);

export const TasksTable = ({ tasks, counts, actions, selection }: Props) => (
  <div class="card table-card">
    <table class="tasks">
      <Head tasks={tasks} selection={selection} />
      <tbody>
        {tasks.map((task) => (
          <TaskRow
            key={task.id}
            task={task}
            counts={counts.get(task.id) ?? []}
            actions={actions}
            isSelected={selection.has(task.id)}
            onSelect={() => selection.toggle(task.id)}
          />
        ))}
      </tbody>
    </table>
  </div>
);
