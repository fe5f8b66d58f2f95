import type { Client } from '#cli/client.ts';
import type { Run } from '#client/api.d.ts';
import { isLive } from './progress.ts';
import type { ScannedRun } from './start-runs.ts';

/**
 * After an interruption or a failure: cancels the runs that this scan started and that are live still. What cannot be cancelled is
 * left as it is known, for nobody shall be kept from leaving.
 */
export const endRuns = (
  client: Pick<Client, 'cancelRun'>,
  started: readonly ScannedRun[],
  known: readonly Run[],
): Promise<Run[]> => {
  const ours = new Set(started.filter(({ isOurs }) => isOurs).map(({ run }) => run.id));
  return Promise.all(
    known.map((run) =>
      ours.has(run.id) && isLive(run) ? client.cancelRun(run.id).catch(() => run) : run,
    ),
  );
};
