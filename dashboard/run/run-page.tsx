import { useState } from 'preact/hooks';
import { run as loadRun, task as loadTask, steer } from '#dashboard/api/calls.ts';
import { linkTo } from '#dashboard/app/route.ts';
import { usePolled } from '#dashboard/app/use-polled.ts';
import { useTitle } from '#dashboard/app/use-title.ts';
import { Failure } from '#dashboard/components/failure.tsx';
import { Loaded } from '#dashboard/components/loaded.tsx';
import { StatusBadge } from '#dashboard/components/status-badge.tsx';
import { t } from '#dashboard/i18n/locale.ts';
import { TaskMap } from '#dashboard/map/task-map.tsx';
import type { WireRun, WireTask } from '#shared/domain/wire.ts';
import { ChunkStrip } from './chunk-strip.tsx';
import { isLive } from './elapsed.ts';
import { RunActions, type Way } from './run-actions.tsx';
import { RunFacts } from './run-facts.tsx';
import { RunOutcome } from './run-outcome.tsx';
import './run-page.css';

const LIVE_MS = 700;
const IDLE_MS = 30_000;

type Known = { readonly run: WireRun; readonly task: WireTask };

const load = async (id: number, asked: { signal: AbortSignal }): Promise<Known> => {
  const run = await loadRun(id, asked);
  return { run, task: await loadTask(run.task_id, asked) };
};

const Head = ({ run, task }: Known) => (
  <div>
    <h1>
      {t('run.title', { id: run.id })}{' '}
      <a class="mono" href={linkTo(['tasks', task.id, 'map'])}>
        {task.network}
      </a>
    </h1>
    <StatusBadge status={run.state} />
  </div>
);

/** A run while it goes on, and what came of it. */
export const RunPage = ({ id }: { readonly id: number }) => {
  useTitle(t('run.title', { id }));
  const polled = usePolled(
    `run ${id}`,
    (asked) => load(id, asked),
    (known) => (known && isLive(known.run) ? LIVE_MS : IDLE_MS),
  );
  const [error, setError] = useState<unknown>();
  const go = async (way: Way): Promise<void> => {
    setError(undefined);
    await steer(id, way).catch(setError);
    polled.reload();
  };
  return (
    <Loaded of={polled}>
      {({ run, task }) => (
        <div class="stack">
          <div class="row between">
            <Head run={run} task={task} />
            <RunActions run={run} onGo={go} />
          </div>
          {error !== undefined && <Failure error={error} />}
          <RunOutcome run={run} />
          <div class="card stack">
            <ChunkStrip run={run} />
            <RunFacts run={run} />
          </div>
          {(isLive(run) || run.id === task.last_run_id) && (
            <TaskMap taskId={task.id} isLive={isLive(run)} />
          )}
        </div>
      )}
    </Loaded>
  );
};
