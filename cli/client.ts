import { z } from 'zod';
import type { TaskOptionsRequest } from '#shared/domain/task-options.ts';
import { pages } from './api/pages.ts';
import { parts } from './api/parts.ts';
import { type Deployment, request } from './api/request.ts';
import {
  type WireEstimate,
  type WireHost,
  type WireRun,
  type WireTask,
  wireEstimate,
  wireHost,
  wireRun,
  wireTask,
} from './api/wire.ts';

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
  readonly network?: string | undefined;
  readonly status?: string | undefined;
  readonly label?: string | undefined;
};

const tasksAnswer = z.looseObject({ tasks: z.array(wireTask) });
const runsAnswer = z.looseObject({ runs: z.array(wireRun) });
const nothing = z.undefined();

/** Tasks of a deployment. Every method throws ApiError, or Outage. */
const tasksAt = (to: Deployment) => ({
  createTasks: async (body: NewTasks): Promise<WireTask[]> =>
    (await request(to, { method: 'POST', path: '/tasks', body, answer: tasksAnswer })).tasks,
  estimate: (body: NewTasks): Promise<WireEstimate> =>
    request(to, { method: 'POST', path: '/estimates', body, answer: wireEstimate }),
  task: (id: number): Promise<WireTask> =>
    request(to, { method: 'GET', path: `/tasks/${id}`, answer: wireTask }),
  tasks: (query: TaskFilter = {}, limit?: number) =>
    pages(to, { path: '/tasks', member: 'tasks', item: wireTask, query, ...(limit && { limit }) }),
  setOptions: (id: number, options: TaskOptionsRequest): Promise<WireTask> =>
    request(to, { method: 'PATCH', path: `/tasks/${id}`, body: { options }, answer: wireTask }),
  deleteTasks: async (ids: readonly number[]): Promise<void> => {
    await request(to, { method: 'POST', path: '/tasks/delete', body: { ids }, answer: nothing });
  },
});

/** Runs of a deployment and what they found. */
const runsAt = (to: Deployment) => ({
  startRuns: async (taskIds: readonly number[]): Promise<WireRun[]> => {
    const body = { task_ids: taskIds };
    return (await request(to, { method: 'POST', path: '/runs', body, answer: runsAnswer })).runs;
  },
  run: (id: number, signal?: AbortSignal): Promise<WireRun> =>
    request(to, { method: 'GET', path: `/runs/${id}`, answer: wireRun, signal }),
  runsOf: (taskId: number) =>
    pages(to, { path: `/tasks/${taskId}/runs`, member: 'runs', item: wireRun }),
  cancelRun: (id: number): Promise<WireRun> =>
    request(to, { method: 'POST', path: `/runs/${id}/cancel`, answer: wireRun }),
  hostsOfRun: (id: number) =>
    pages(to, { path: `/runs/${id}/hosts`, member: 'hosts', item: wireHost }),
  /** The hosts as a document of another format, part by part. */
  exportOfTask: (id: number, format: ExportFormat) => parts(to, `/tasks/${id}/hosts.${format}`),
  hostsOfTask: (id: number) =>
    pages(to, { path: `/tasks/${id}/hosts`, member: 'hosts', item: wireHost }),
});

/** The HTTP API of a deployment, typed. */
export const clientOf = (to: Deployment) => ({ ...tasksAt(to), ...runsAt(to) });
export type Client = ReturnType<typeof clientOf>;
export type HostPages = AsyncIterable<WireHost[]>;
