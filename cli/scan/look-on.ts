import type { Client } from '#cli/client.ts';
import { cellsSeenBy, followMap, mapNetworkOf } from '#cli/map/follow-map.ts';
import type { Shell } from '#cli/shell.ts';
import { liveView, type ProgressView } from '#cli/view/live-view.ts';
import { progressLines } from '#cli/view/progress-lines.ts';
import type { Run, Task } from '#client/api.d.ts';
import { followRuns } from './follow-runs.ts';

type Looked = { readonly tasks: readonly Task[]; readonly runs: readonly Run[] };

/** Draws the map of the runs until it is told to end, then once more. */
const drawing = (client: Client, { tasks, runs }: Looked, view: ProgressView, shell: Shell) => {
  const network = shell.err.isTerminal ? mapNetworkOf(tasks) : null;
  if (network === null) return async () => {};
  const followed = { network, runs };
  const controller = new AbortController();
  const onCells = view.showMap;
  const following = followMap(client, followed, { signal: controller.signal, onCells });
  return async () => {
    controller.abort();
    await following;
    if (!shell.interrupted.aborted) await cellsSeenBy(client, followed).then(onCells, () => {});
  };
};

/**
 * Shows how far runs are until each has ended, or until Ctrl-C; gives their last known state either way. On a terminal there is
 * a map of what they have found.
 */
export const lookOn = async (client: Client, looked: Looked, shell: Shell): Promise<Run[]> => {
  const { err, environment, interrupted } = shell;
  const view = err.isTerminal ? liveView(err, environment) : progressLines(err);
  const endDrawing = drawing(client, looked, view, shell);
  try {
    return await followRuns(client, looked.runs, { signal: interrupted, onProgress: view.show });
  } finally {
    await endDrawing();
    view.stop();
  }
};
