import { useState } from 'preact/hooks';
import { deleteTasks, startRuns, steer } from '#dashboard/api/calls.ts';
import type { WireTask } from '#shared/domain/wire.ts';

export type Steering = 'cancel' | 'pause' | 'resume';
/** What is asked about before it is done. */
export type Asking = {
  readonly what: 'start' | 'delete';
  readonly tasks: readonly WireTask[];
} | null;

const steerAll = (tasks: readonly WireTask[], way: Steering) =>
  Promise.all(tasks.flatMap(({ live_run_id: id }) => (id === null ? [] : [steer(id, way)])));

/** What can be done with tasks, and what came of it. */
export const useActions = (onDone: () => void) => {
  const [asking, setAsking] = useState<Asking>(null);
  const [error, setError] = useState<unknown>();
  const [isBusy, setIsBusy] = useState(false);
  const doing = async (work: () => Promise<unknown>): Promise<void> => {
    setAsking(null);
    setError(undefined);
    setIsBusy(true);
    await work().catch(setError);
    setIsBusy(false);
    onDone();
  };
  return {
    asking,
    error,
    isBusy,
    ask: setAsking,
    start: (tasks: readonly WireTask[]) => doing(() => startRuns(tasks.map(({ id }) => id))),
    remove: (tasks: readonly WireTask[]) => doing(() => deleteTasks(tasks.map(({ id }) => id))),
    steer: (tasks: readonly WireTask[], way: Steering) => doing(() => steerAll(tasks, way)),
  };
};

export type Actions = ReturnType<typeof useActions>;
