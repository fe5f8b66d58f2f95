import type { Principal } from '#shared/runtime/auth.ts';
import type { TextReply } from '#shared/runtime/route.ts';
import type { Host, Hosts } from '#shared/store/hosts.ts';
import type { Runs } from '#shared/store/runs.ts';
import type { Tasks } from '#shared/store/tasks.ts';
import type { Viewer } from '#shared/store/viewer.ts';
import { type Cursor, cursorAfter, generationAfter } from './cursor.ts';
import type { ExportFormat } from './export-format.ts';
import { found } from './found.ts';
import { presentHost } from './present-host.ts';
import { viewerOf } from './viewer-of.ts';
import { PAGE_BYTES } from './within-bytes.ts';

export type Deps = {
  readonly tasks: Pick<Tasks, 'get'>;
  readonly runs: Pick<Runs, 'get'>;
  readonly hosts: Pick<Hosts, 'ofTask'>;
};

/** Hosts asked of Postgres at once. */
const BATCH = 500;
/** The head, or the foot, takes less than this of a page. */
const AROUND_BYTES = 10_000;

/** A text that hosts are added to until it is as long as a page; it always has room for one. */
const filling = (format: ExportFormat) => {
  let bytes = 0;
  let last: string | null = null;
  const parts: string[] = [];
  const add = (host: Host): boolean => {
    const part = format.host(presentHost(host));
    bytes += Buffer.byteLength(part);
    if (last !== null && bytes > PAGE_BYTES - 2 * AROUND_BYTES) return false;
    parts.push(part);
    last = host.ip;
    return true;
  };
  return {
    /** False when there was no room for all of them. */
    addAll: (hosts: readonly Host[]): boolean => hosts.every(add),
    /** The address of the host that was added last. */
    last: () => last,
    text: () => parts.join(''),
  };
};

type Start = { readonly generation?: number; readonly after?: string };

/** The hosts of one page, and the address to go on after. */
const fillPage = async (
  taskId: number,
  start: Start,
  format: ExportFormat,
  viewer: Viewer,
  { hosts }: Deps,
) => {
  const filled = filling(format);
  for (let at = start; ; ) {
    const batch = found(await hosts.ofTask(taskId, { limit: BATCH, ...at }, viewer), 'task');
    const { generation, next } = batch;
    const isFull = !filled.addAll(batch.hosts);
    if (isFull || next === null || generation === null)
      return { text: filled.text(), generation, next: isFull ? filled.last() : null };
    at = { generation, after: next };
  }
};

const linkTo = (path: string, cursor: Cursor | null): Record<string, string> =>
  cursor === null ? {} : { link: `<${path}?cursor=${cursor}>; rel="next"` };

/**
 * A page of a task's current generation as a document of another format; `Link: rel="next"` leads to the part that
 * follows. As with the pages of GET /v1/tasks/{id}/hosts, all parts come from the same generation.
 */
export const exportHosts = async (
  taskId: number,
  cursor: Cursor | undefined,
  format: ExportFormat,
  principal: Principal,
  deps: Deps,
): Promise<TextReply> => {
  const viewer = viewerOf(principal);
  const list = `${format.extension} of task ${taskId}`;
  const start = generationAfter(list, cursor);
  const task = found(await deps.tasks.get(taskId, viewer), 'task');
  const { text, generation, next } = await fillPage(taskId, start, format, viewer, deps);
  const run = generation === null ? null : await deps.runs.get(generation, viewer);
  const whole = { task, run };
  const following = cursorAfter(list, next && `${generation} ${next}`);
  const head = cursor === undefined ? format.head(whole) : '';
  const foot = following === null ? format.foot(whole) : '';
  return {
    text: `${head}${text}${foot}`,
    headers: {
      'content-disposition': `attachment; filename="netsweep-task-${taskId}.${format.extension}"`,
      ...linkTo(`/v1/tasks/${taskId}/hosts.${format.extension}`, following),
    },
  };
};
