import type { Estimate, Host, Run, Task, TaskOptionsRequest } from '#client/api.d.ts';
import { type Api, apiAt, type Deployment, told } from '#client/client.ts';
import { pages } from '#client/pages.ts';
import { parts } from '#client/parts.ts';

/** The formats that hosts are exported in. */
export type ExportFormat = 'csv' | 'jsonl' | 'xml';

/** What a new task is made of; one task for each network. */
export type NewTasks = {
  readonly networks: readonly string[];
  readonly tcp_ports: string;
  readonly udp_ports: string;
  readonly options?: TaskOptionsRequest;
};
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
  setOptions: (id: number, options: TaskOptionsRequest): Promise<Task> =>
    told(api.PATCH('/v1/tasks/{id}', { params: at(id), body: { options } })),
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

/** The HTTP API of a deployment, as the command line asks it. */
export const clientOf = (to: Deployment) => {
  const api = apiAt(to);
  return { ...tasksAt(api), ...runsAt(api) };
};
export type Client = ReturnType<typeof clientOf>;
export type HostPages = AsyncIterable<Host[]>;
