import type { TaskPatch, TaskRequest } from '#shared/domain/task.ts';
import type {
  WireAddressMap,
  WireChange,
  WireEstimate,
  WireHost,
  WireHostHistory,
  WireMe,
  WireRun,
  WireSignIn,
  WireTask,
  WireTrend,
} from '#shared/domain/wire.ts';
import { ask, askJson } from './request.ts';

/** What the page asks of the API. */

type Signal = { readonly signal?: AbortSignal };
type Paged<Name extends string, Item> = { readonly next: string | null } & Record<Name, Item[]>;
/** As a caller writes it: defaults may be left out. */
export type NewTask = Pick<TaskRequest, 'networks'> & Partial<TaskRequest>;

const withCursor = (path: string, cursor: string | null): string =>
  cursor === null ? path : `${path}${path.includes('?') ? '&' : '?'}cursor=${cursor}`;

/** All pages of a list. */
const all = async <Name extends string, Item>(
  path: string,
  name: Name,
  { signal }: Signal,
): Promise<Item[]> => {
  const items: Item[] = [];
  let cursor: string | null = null;
  do {
    const page: Paged<Name, Item> = await askJson(withCursor(path, cursor), { signal });
    items.push(...page[name]);
    cursor = page.next;
  } while (cursor !== null);
  return items;
};

export const me = (asked: Signal = {}) => askJson<WireMe>('/v1/me', asked);
export const signInWays = () => askJson<WireSignIn>('/v1/sign-in');

export const tasks = (asked: Signal = {}): Promise<WireTask[]> =>
  all('/v1/tasks?limit=1000', 'tasks', asked);
export const trends = (asked: Signal = {}): Promise<WireTrend[]> =>
  all('/v1/trends?limit=1000', 'trends', asked);
export const task = (id: number, asked: Signal = {}) =>
  askJson<WireTask>(`/v1/tasks/${id}`, asked);
export const createTasks = async (body: NewTask): Promise<WireTask[]> =>
  (await askJson<{ tasks: WireTask[] }>('/v1/tasks', { method: 'POST', body })).tasks;
export const changeTask = (id: number, body: TaskPatch) =>
  askJson<WireTask>(`/v1/tasks/${id}`, { method: 'PATCH', body });
export const deleteTasks = (ids: readonly number[]) =>
  ask('/v1/tasks/delete', { method: 'POST', body: { ids } });
export const estimate = (body: NewTask, asked: Signal = {}) =>
  askJson<WireEstimate>('/v1/estimates', { method: 'POST', body, ...asked });

export const startRuns = async (taskIds: readonly number[]): Promise<WireRun[]> =>
  (await askJson<{ runs: WireRun[] }>('/v1/runs', { method: 'POST', body: { task_ids: taskIds } }))
    .runs;
export const run = (id: number, asked: Signal = {}) => askJson<WireRun>(`/v1/runs/${id}`, asked);
export const runsOf = async (taskId: number, asked: Signal = {}): Promise<WireRun[]> =>
  (await askJson<{ runs: WireRun[] }>(`/v1/tasks/${taskId}/runs?limit=100`, asked)).runs;
export const steer = (runId: number, way: 'cancel' | 'pause' | 'resume') =>
  askJson<WireRun>(`/v1/runs/${runId}/${way}`, { method: 'POST' });

/** A map whole, however many pages it has. */
export const addressMap = async (taskId: number, asked: Signal = {}): Promise<WireAddressMap> => {
  const path = `/v1/tasks/${taskId}/map`;
  const map = await askJson<WireAddressMap>(path, asked);
  while (map.next !== null) {
    const more: WireAddressMap = await askJson(withCursor(path, map.next), asked);
    for (const name of ['offsets', 'open_ports', 'last_checked'] as const)
      map[name] = map[name].concat(more[name]);
    map.states = map.states.concat(more.states);
    map.last_changed = map.last_changed.concat(more.last_changed);
    map.next = more.next;
  }
  return map;
};

export type HostPage = { readonly hosts: WireHost[]; readonly next: string | null };
export const hostPage = (taskId: number, cursor: string | null, asked: Signal = {}) =>
  askJson<HostPage>(withCursor(`/v1/tasks/${taskId}/hosts?limit=1000`, cursor), asked);
export const host = (ip: string, asked: Signal = {}) =>
  askJson<WireHostHistory>(`/v1/hosts/${encodeURIComponent(ip)}?limit=30`, asked);
export const changesOf = async (network: string, asked: Signal = {}): Promise<WireChange[]> =>
  all(`/v1/changes?limit=1000&network=${encodeURIComponent(network)}`, 'changes', asked);
