import type {
  Estimate,
  Host,
  operations,
  paths,
  Run,
  Task,
  TaskOptionsRequest,
} from '#client/api.d.ts';
import { type Api, apiAt, type Deployment } from '#client/client.ts';
import { pages } from '#client/pages.ts';
import { parts } from '#client/parts.ts';
import { told } from '#client/told.ts';

/** The formats that hosts are exported in. */
export type ExportFormat = 'csv' | 'jsonl' | 'xml';

type Body<Operation extends keyof operations> = operations[Operation] extends {
  requestBody: { content: { 'application/json': infer T } };
}
  ? T
  : never;
type Query<Path extends keyof paths> = paths[Path] extends {
  get: { parameters: { query?: infer T } };
}
  ? NonNullable<T>
  : never;

/** What a new task is made of; one task for each network. */
export type NewTasks = Omit<Body<'post_tasks'>, 'networks'> & {
  readonly networks: readonly string[];
};
export type TaskPatch = Body<'patch_tasks_id'>;
export type NewScope = Body<'post_scopes'>;
export type NewExclusion = Body<'post_exclusions'>;
export type NewToken = Body<'post_tokens'>;
export type ChangeFilter = Omit<Query<'/v1/changes'>, 'limit' | 'cursor'>;
export type TaskFilter = {
  readonly network?: string;
  readonly status?: Task['status'];
  readonly label?: string;
};

const sent = ({ networks, ...rest }: NewTasks) => ({ ...rest, networks: [...networks] });
const at = (id: number) => ({ path: { id } });

/** Tasks of a deployment. Every method throws ApiError, or Outage. */
const tasksAt = (api: Api) => ({
  createTasks: async (body: NewTasks): Promise<Task[]> =>
    (await told(api.POST('/v1/tasks', { body: sent(body) }))).tasks,
  estimate: (body: NewTasks): Promise<Estimate> =>
    told(api.POST('/v1/estimates', { body: sent(body) })),
  task: (id: number): Promise<Task> => told(api.GET('/v1/tasks/{id}', { params: at(id) })),
  tasks: (filter: TaskFilter = {}) =>
    pages('tasks', (page) => api.GET('/v1/tasks', { params: { query: { ...filter, ...page } } })),
  changeTask: (id: number, body: TaskPatch): Promise<Task> =>
    told(api.PATCH('/v1/tasks/{id}', { params: at(id), body })),
  setOptions: (id: number, options: TaskOptionsRequest): Promise<Task> =>
    told(api.PATCH('/v1/tasks/{id}', { params: at(id), body: { options } })),
  /** What is believed of its addresses, a page at a time. */
  mapOf: async function* (id: number, signal?: AbortSignal) {
    let cursor: string | undefined;
    do {
      const query = { ...(cursor !== undefined && { cursor }) };
      const asked = { params: { ...at(id), query }, ...(signal && { signal }) };
      const map = await told(api.GET('/v1/tasks/{id}/map', asked));
      yield map;
      cursor = map.next ?? undefined;
    } while (cursor !== undefined);
  },
  deleteTasks: async (ids: readonly number[]): Promise<void> => {
    await api.POST('/v1/tasks/delete', { body: { ids: [...ids] } });
  },
});

/** Runs of a deployment and what they found. */
const runsAt = (api: Api) => ({
  startRuns: async (taskIds: readonly number[]): Promise<Run[]> =>
    (await told(api.POST('/v1/runs', { body: { task_ids: [...taskIds] } }))).runs,
  run: (id: number, signal?: AbortSignal): Promise<Run> =>
    told(api.GET('/v1/runs/{id}', { params: at(id), ...(signal && { signal }) })),
  runsOf: (taskId: number) =>
    pages('runs', (query) => api.GET('/v1/tasks/{id}/runs', { params: { ...at(taskId), query } })),
  cancelRun: (id: number): Promise<Run> =>
    told(api.POST('/v1/runs/{id}/cancel', { params: at(id) })),
  pauseRun: (id: number): Promise<Run> => told(api.POST('/v1/runs/{id}/pause', { params: at(id) })),
  resumeRun: (id: number): Promise<Run> =>
    told(api.POST('/v1/runs/{id}/resume', { params: at(id) })),
  hostsOfRun: (id: number) =>
    pages('hosts', (query) => api.GET('/v1/runs/{id}/hosts', { params: { ...at(id), query } })),
  hostsOfTask: (id: number) =>
    pages('hosts', (query) => api.GET('/v1/tasks/{id}/hosts', { params: { ...at(id), query } })),
  /** The hosts as a document of another format, part by part. */
  exportOfTask: (id: number, format: ExportFormat) =>
    parts((query) =>
      api.GET(`/v1/tasks/{id}/hosts.${format}`, {
        params: { ...at(id), query },
        parseAs: 'text',
      }),
    ),
});

/** What changed. */
const historyAt = (api: Api) => ({
  changes: (filter: ChangeFilter) =>
    pages('changes', (page) =>
      api.GET('/v1/changes', { params: { query: { ...filter, ...page } } }),
    ),
  /** What a run changed, or how it differs from another. */
  changesOfRun: (id: number, against?: number) =>
    pages('changes', (page) => {
      const query = { ...(against !== undefined && { against }), ...page };
      return api.GET('/v1/runs/{id}/changes', { params: { ...at(id), query } });
    }),
});

/** Who may do what, where, and who did; for admins. */
const adminAt = (api: Api) => ({
  scopes: () => pages('scopes', (query) => api.GET('/v1/scopes', { params: { query } })),
  addScope: (body: NewScope) => told(api.POST('/v1/scopes', { body })),
  revokeScope: (id: number) => api.DELETE('/v1/scopes/{id}', { params: at(id) }),
  exclusions: () =>
    pages('exclusions', (query) => api.GET('/v1/exclusions', { params: { query } })),
  addExclusion: (body: NewExclusion) => told(api.POST('/v1/exclusions', { body })),
  revokeExclusion: (id: number) => api.DELETE('/v1/exclusions/{id}', { params: at(id) }),
  tokens: () => pages('tokens', (query) => api.GET('/v1/tokens', { params: { query } })),
  addToken: (body: NewToken) => told(api.POST('/v1/tokens', { body })),
  revokeToken: (id: number) => api.DELETE('/v1/tokens/{id}', { params: at(id) }),
  audit: () => pages('entries', (query) => api.GET('/v1/audit', { params: { query } })),
});

/** The HTTP API of a deployment, as the command line asks it. */
export const clientOf = (to: Deployment) => {
  const api = apiAt(to);
  return { ...tasksAt(api), ...runsAt(api), ...historyAt(api), ...adminAt(api) };
};
export type Client = ReturnType<typeof clientOf>;
/** With `task_id`, where hosts of several tasks are shown together. */
export type HostPages = AsyncIterable<readonly (Host & { readonly task_id?: number })[]>;
