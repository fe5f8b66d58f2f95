import { task as loadTask } from '#dashboard/api/calls.ts';
import { linkTo } from '#dashboard/app/route.ts';
import { usePolled } from '#dashboard/app/use-polled.ts';
import { useTitle } from '#dashboard/app/use-title.ts';
import { Failure } from '#dashboard/components/failure.tsx';
import { Loaded } from '#dashboard/components/loaded.tsx';
import { TaskHosts } from '#dashboard/hosts/task-hosts.tsx';
import { t } from '#dashboard/i18n/locale.ts';
import { TaskMap } from '#dashboard/map/task-map.tsx';
import { TaskRuns } from '#dashboard/run/task-runs.tsx';
import { TaskDialogs } from '#dashboard/tasks/task-dialogs.tsx';
import { useActions } from '#dashboard/tasks/use-actions.ts';
import type { WireTask } from '#shared/domain/wire.ts';
import { TaskHead } from './task-head.tsx';
import './task-page.css';

const TABS = ['map', 'hosts', 'runs'] as const;
type Tab = (typeof TABS)[number];

const LIVE_MS = 1500;
const IDLE_MS = 15_000;

const Tabs = ({ id, tab }: { readonly id: number; readonly tab: string }) => (
  <nav class="tabs">
    {TABS.map((name) => (
      <a
        key={name}
        href={linkTo(['tasks', id, name])}
        aria-current={name === tab ? 'page' : undefined}
      >
        {t(`tasks.${name}`)}
      </a>
    ))}
  </nav>
);

const Content = ({ task, tab }: { readonly task: WireTask; readonly tab: Tab }) => {
  const isLive = task.live_run_id !== null;
  switch (tab) {
    case 'map':
      return <TaskMap taskId={task.id} isLive={isLive} />;
    case 'hosts':
      return <TaskHosts task={task} />;
    case 'runs':
      return <TaskRuns taskId={task.id} isLive={isLive} />;
  }
};

/** A task, and what is known of its network. */
export const TaskPage = ({ id, tab }: { readonly id: number; readonly tab: string }) => {
  const polled = usePolled(
    `task ${id}`,
    (asked) => loadTask(id, asked),
    (task) => (task?.live_run_id === null ? IDLE_MS : LIVE_MS),
  );
  const actions = useActions(polled.reload);
  useTitle(polled.data?.network ?? t('tasks.title'));
  return (
    <Loaded of={polled}>
      {(task) => (
        <div class="stack">
          <TaskHead task={task} actions={actions} />
          {actions.error !== undefined && <Failure error={actions.error} />}
          <Tabs id={id} tab={tab} />
          <Content task={task} tab={tab as Tab} />
          <TaskDialogs actions={actions} />
        </div>
      )}
    </Loaded>
  );
};
