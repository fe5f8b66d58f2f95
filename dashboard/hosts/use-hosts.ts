import { useEffect, useState } from 'preact/hooks';
import { hostPage } from '#dashboard/api/calls.ts';
import { type HostRow, rowOf } from './host-row.ts';

export type KnownHosts = {
  readonly rows: readonly HostRow[];
  readonly isWhole: boolean;
  readonly error: unknown;
};

/** Tables are drawn anew this often while hosts come in. */
const SHOW_EVERY_MS = 300;

const pagesOf = async (
  taskId: number,
  signal: AbortSignal,
  show: (known: KnownHosts) => void,
): Promise<void> => {
  let rows: HostRow[] = [];
  let cursor: string | null = null;
  let shownAt = 0;
  do {
    const page: Awaited<ReturnType<typeof hostPage>> = await hostPage(taskId, cursor, { signal });
    const first = rows.length;
    rows = rows.concat(page.hosts.map((host, index) => rowOf(host, first + index)));
    cursor = page.next;
    const isDue = performance.now() - shownAt > SHOW_EVERY_MS;
    if (cursor !== null && isDue) {
      shownAt = performance.now();
      show({ rows, isWhole: false, error: undefined });
    }
  } while (cursor !== null);
  show({ rows, isWhole: true, error: undefined });
};

/** All hosts of a task's current generation, page by page as they come. `generation` names which that is. */
export const useHosts = (taskId: number, generation: string): KnownHosts => {
  const [known, setKnown] = useState<KnownHosts>({ rows: [], isWhole: false, error: undefined });
  useEffect(() => {
    const controller = new AbortController();
    pagesOf(taskId, controller.signal, setKnown).catch((error) => {
      if (!controller.signal.aborted) setKnown((before) => ({ ...before, error }));
    });
    return () => controller.abort();
  }, [taskId, generation]);
  return known;
};
