import { countOf } from '#cli/view/format.ts';
import type { Run } from '#client/api.d.ts';
import { printable } from '#shared/domain/printable.ts';

const failedChunks = ({ chunks }: Run): string =>
  chunks.failed > 0
    ? ` (${chunks.failed} of ${countOf(chunks.total, 'chunk')} could not be probed)`
    : '';

/** One line for a run that did not end well; null for one that is done. */
export const verdictOf = (run: Run): string | null => {
  if (run.state === 'done') return null;
  const ended = ['failed', 'cancelled'].includes(run.state) ? run.state : `still ${run.state}`;
  const why = run.error ? `: ${printable(run.error)}` : '';
  return `run ${run.id} of task ${run.task_id}: ${ended}${failedChunks(run)}${why}`;
};
