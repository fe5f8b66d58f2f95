import { tasks as loadTasks, trends as loadTrends } from '#dashboard/api/calls.ts';
import { place } from '#dashboard/app/location.ts';
import { linkTo } from '#dashboard/app/route.ts';
import { usePolled } from '#dashboard/app/use-polled.ts';
import { useTitle } from '#dashboard/app/use-title.ts';
import { Failure } from '#dashboard/components/failure.tsx';
import { Loaded } from '#dashboard/components/loaded.tsx';
import { t } from '#dashboard/i18n/locale.ts';
import { mayChange } from '#dashboard/session/who.ts';
import type { WireTask } from '#shared/domain/wire.ts';
import { BulkBar } from './bulk-bar.tsx';
import { filterTasks } from './filter-tasks.ts';
import { NoTasks } from './no-tasks.tsx';
import { TaskDialogs } from './task-dialogs.tsx';
import { TaskFilters } from './task-filters.tsx';
import { TasksTable } from './tasks-table.tsx';
import { useActions } from './use-actions.ts';
import { useSelection } from './use-selection.ts';
import './tasks-page.css';

const LIVE_MS = 1500;
const IDLE_MS = 10_000;

const hasLive = (tasks: readonly WireTask[]): boolean =>
  tasks.some(({ live_run_id: id }) => id !== null);

const load = async (asked: { signal: AbortSignal }) => {
  const [tasks, trends] = await Promise.all([loadTasks(asked), loadTrends(asked)]);
  const counts = new Map(
    trends.map(({ task_id, points }) => [task_id, points.map(({ online }) => online)] as const),
  );
  return { tasks, counts };
};
type Known = Awaited<ReturnType<typeof load>>;

const List = ({ known, reload }: { readonly known: Known; readonly reload: () => void }) => {
  const { query } = place.value;
  const filter = { text: query.get('q') ?? '', status: query.get('status') ?? '' };
  const actions = useActions(reload);
  const selection = useSelection();
  const shown = filterTasks(known.tasks, filter);
  const ticked = known.tasks.filter(({ id }) => selection.has(id));
  return (
    <>
      <TaskFilters filter={filter} />
      {actions.error !== undefined && <Failure error={actions.error} />}
      {ticked.length > 0 && <BulkBar tasks={ticked} actions={actions} onClear={selection.clear} />}
      {shown.length === 0 ? (
        <p class="soft">{t('tasks.noMatch')}</p>
      ) : (
        <TasksTable tasks={shown} counts={known.counts} actions={actions} selection={selection} />
      )}
      <TaskDialogs actions={actions} />
    </>
  );
};

export const TasksPage = () => {
  useTitle(t('tasks.title'));
  const polled = usePolled('tasks', load, (known) =>
    known && hasLive(known.tasks) ? LIVE_MS : IDLE_MS,
  );
  return (
    <div class="stack">
      <div class="row between">
        <h1>{t('tasks.title')}</h1>
        {mayChange() && (
          <a class="button primary" href={linkTo(['tasks', 'new'])}>
            {t('tasks.new')}
          </a>
        )}
      </div>
      <Loaded of={polled}>
        {(known) =>
          known.tasks.length === 0 ? <NoTasks /> : <List known={known} reload={polled.reload} />
        }
      </Loaded>
    </div>
  );
};
