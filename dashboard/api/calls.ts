import { nextPart } from '#client/next-part.ts';
import { told } from '#client/told.ts';
import type { TaskPatch, TaskRequest } from '#shared/domain/task.ts';
import type { WireAddressMap } from '#shared/domain/wire.ts';
import { api } from './client.ts';

/** What the page asks of the API. */

type Signal = { readonly signal?: AbortSignal };
/** As a caller writes it: defaults may be left out. */
export type NewTask = Pick<TaskRequest, 'networks'> & Partial<TaskRequest>;

const LONGEST = 1000;
const SHOWN_RUNS = 100;
const SHOWN_SIGHTINGS = 30;

const after = (cursor: string | null) => (cursor === null ? {} : { cursor });

/** All pages of a list. */
const all = async <Page extends { readonly next: string | null }, Item>(
  ask: (cursor: string | null) => Promise<Page>,
  itemsOf: (page: Page) => readonly Item[],
): Promise<Item[]> => {
  const items: Item[] = [];
  let cursor: string | null = null;
  do {
    const page: Page = await ask(cursor);
    items.push(...itemsOf(page));
    cursor = page.next;
  } while (cursor !== null);
  return items;
};

export const me = (asked: Signal = {}) => told(api.GET('/v1/me', asked));
export const signInWays = (asked: Signal = {}) => told(api.GET('/v1/sign-in', asked));

export const tasks = (asked: Signal = {}) =>
  all(
    (cursor) =>
      told(
        api.GET('/v1/tasks', { params: { query: { limit: LONGEST, ...after(cursor) } }, ...asked }),
      ),
    (page) => page.tasks,
  );
export const trends = (asked: Signal = {}) =>
  all(
    (cursor) =>
      told(
        api.GET('/v1/trends', {
          params: { query: { limit: LONGEST, ...after(cursor) } },
          ...asked,
        }),
      ),
    (page) => page.trends,
  );
export const task = (id: number, asked: Signal = {}) =>
  told(api.GET('/v1/tasks/{id}', { params: { path: { id } }, ...asked }));
export const createTasks = async (body: NewTask) =>
  (await told(api.POST('/v1/tasks', { body }))).tasks;
export const changeTask = (id: number, body: TaskPatch) =>
  told(api.PATCH('/v1/tasks/{id}', { params: { path: { id } }, body }));
export const deleteTasks = (ids: readonly number[]) =>
  api.POST('/v1/tasks/delete', { body: { ids: [...ids] } });
export const estimate = (body: NewTask, asked: Signal = {}) =>
  told(api.POST('/v1/estimates', { body, ...asked }));

export const startRuns = async (taskIds: readonly number[]) =>
  (await told(api.POST('/v1/runs', { body: { task_ids: [...taskIds] } }))).runs;
export const run = (id: number, asked: Signal = {}) =>
  told(api.GET('/v1/runs/{id}', { params: { path: { id } }, ...asked }));
export const runsOf = async (id: number, asked: Signal = {}) => {
  const params = { path: { id }, query: { limit: SHOWN_RUNS } };
  return (await told(api.GET('/v1/tasks/{id}/runs', { params, ...asked }))).runs;
};
export const steer = (id: number, way: 'cancel' | 'pause' | 'resume') =>
  told(api.POST(`/v1/runs/{id}/${way}`, { params: { path: { id } } }));

const mapPage = (id: number, cursor: string | null, asked: Signal): Promise<WireAddressMap> => {
  const params = { path: { id }, query: after(cursor) };
  return told(api.GET('/v1/tasks/{id}/map', { params, ...asked }));
};

/** A map whole, however many pages it has. */
export const addressMap = async (taskId: number, asked: Signal = {}): Promise<WireAddressMap> => {
  const map = await mapPage(taskId, null, asked);
  while (map.next !== null) {
    const more = await mapPage(taskId, map.next, asked);
    map.offsets = map.offsets.concat(more.offsets);
    map.states = map.states.concat(more.states);
    map.open_ports = map.open_ports.concat(more.open_ports);
    map.last_checked = map.last_checked.concat(more.last_checked);
    map.last_changed = map.last_changed.concat(more.last_changed);
    map.next = more.next;
  }
  return map;
};

export const hostPage = (id: number, cursor: string | null, asked: Signal = {}) => {
  const params = { path: { id }, query: { limit: LONGEST, ...after(cursor) } };
  return told(api.GET('/v1/tasks/{id}/hosts', { params, ...asked }));
};
export const host = (ip: string, asked: Signal = {}) => {
  const params = { path: { ip }, query: { limit: SHOWN_SIGHTINGS } };
  return told(api.GET('/v1/hosts/{ip}', { params, ...asked }));
};
export const changesOf = (network: string, asked: Signal = {}) =>
  all(
    (cursor) => {
      const params = { query: { network, limit: LONGEST, ...after(cursor) } };
      return told(api.GET('/v1/changes', { params, ...asked }));
    },
    (page) => page.changes,
  );

/** A part of an export as it came, and the cursor of the next. */
export const exportPart = async (
  id: number,
  format: 'csv' | 'jsonl' | 'xml',
  cursor: string | null,
) => {
  const params = { path: { id }, query: after(cursor) };
  const { data, response } = await api.GET(`/v1/tasks/{id}/hosts.${format}`, {
    params,
    parseAs: 'blob',
  });
  return { blob: data as Blob, next: nextPart(response) ?? null };
};
