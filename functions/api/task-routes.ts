import type { ErrorCode } from '#shared/domain/errors.ts';
import { taskPatch, taskRequest } from '#shared/domain/task.ts';
import {
  wireAddressMap,
  wireEstimate,
  wireHostPage,
  wireRunPage,
  wireTask,
  wireTaskPage,
  wireTasks,
  wireTrendPage,
} from '#shared/domain/wire.ts';
import { nothing, plain, route } from '#shared/runtime/route.ts';
import { changeTask } from './change-task.ts';
import { createTasks } from './create-tasks.ts';
import { deleteTasks } from './delete-tasks.ts';
import type { Deps } from './deps.ts';
import { estimateTasks } from './estimate-tasks.ts';
import { getTask } from './get-task.ts';
import { listRuns } from './list-runs.ts';
import { listTasks } from './list-tasks.ts';
import { presentTask } from './present-task.ts';
import { deleteRequest, hostQuery, idParams, mapQuery, pageQuery, taskQuery } from './schemas.ts';
import { taskHosts } from './task-hosts.ts';
import { taskMap } from './task-map.ts';
import { trendPage } from './trends.ts';

/** What a task as such can be refused for. */
const TASK_REFUSALS = [
  'rate-too-low',
  'schedule-invalid',
  'scope-denied',
  'target-forbidden',
  'too-many-addresses',
  'too-many-probes',
] as const satisfies readonly ErrorCode[];

/** Tasks, and what is read through them. */
export const taskRoutes = [
  route({
    ...plain,
    method: 'POST',
    path: '/v1/tasks',
    summary: 'Creates one task for each network, all or none.',
    refusals: [...TASK_REFUSALS, 'duplicate-task'],
    role: 'operator',
    // Its grammar is read in the function: that takes the caller's scopes, and the time.
    body: taskRequest,
    status: 201,
    reply: wireTasks,
    admitsItself: true,
    handle: async ({ body, requestId, principal, admit }, deps: Deps) => {
      const tasks = await createTasks(body, principal, deps, requestId, admit);
      return { tasks: tasks.map(presentTask) };
    },
  }),
  route({
    ...plain,
    method: 'GET',
    path: '/v1/tasks',
    summary: 'Lists tasks in the order of their ids.',
    role: 'viewer',
    query: taskQuery,
    status: 200,
    reply: wireTaskPage,
    handle: ({ query, principal }, deps: Deps) => listTasks(query, principal, deps),
  }),
  route({
    ...plain,
    method: 'GET',
    path: '/v1/tasks/{id}',
    summary: 'Shows a task.',
    role: 'viewer',
    params: idParams,
    status: 200,
    reply: wireTask,
    handle: async ({ params, principal }, deps: Deps) =>
      presentTask(await getTask(params.id, principal, deps)),
  }),
  route({
    ...plain,
    method: 'PATCH',
    path: '/v1/tasks/{id}',
    summary: 'Changes what the body names; null takes a schedule or a label away.',
    refusals: [...TASK_REFUSALS, 'duplicate-task'],
    role: 'operator',
    params: idParams,
    body: taskPatch,
    status: 200,
    reply: wireTask,
    admitsItself: true,
    handle: async ({ params, body, principal, admit }, deps: Deps) =>
      presentTask(await changeTask(params.id, body, principal, deps, admit)),
  }),
  route({
    ...plain,
    method: 'DELETE',
    path: '/v1/tasks/{id}',
    summary: 'Deletes a task; its live run is cancelled first.',
    role: 'operator',
    params: idParams,
    status: 204,
    reply: nothing,
    handle: ({ params, principal }, deps: Deps) => deleteTasks([params.id], principal, deps),
  }),
  route({
    ...plain,
    method: 'POST',
    path: '/v1/tasks/delete',
    summary: 'Deletes tasks, all or none.',
    refusals: ['not-found'],
    role: 'operator',
    body: deleteRequest,
    status: 204,
    reply: nothing,
    handle: ({ body, requestId, principal }, deps: Deps) =>
      deleteTasks(body.ids, principal, deps, requestId),
  }),
  route({
    ...plain,
    method: 'GET',
    path: '/v1/tasks/{id}/runs',
    summary: 'Lists the runs of a task, newest first.',
    role: 'viewer',
    params: idParams,
    query: pageQuery,
    status: 200,
    reply: wireRunPage,
    handle: ({ params, query, principal }, deps: Deps) =>
      listRuns(params.id, query, principal, deps),
  }),
  route({
    ...plain,
    method: 'GET',
    path: '/v1/tasks/{id}/hosts',
    summary: 'Lists the hosts of the newest whole result of a task.',
    role: 'viewer',
    params: idParams,
    query: hostQuery,
    status: 200,
    reply: wireHostPage,
    handle: ({ params, query, principal }, deps: Deps) =>
      taskHosts(params.id, query, principal, deps),
  }),
  route({
    ...plain,
    method: 'GET',
    path: '/v1/tasks/{id}/map',
    summary:
      'What is believed of each address of a task, compact enough for a picture of all of it.',
    role: 'viewer',
    params: idParams,
    query: mapQuery,
    status: 200,
    reply: wireAddressMap,
    handle: ({ params, query, principal }, deps: Deps) =>
      taskMap(params.id, query, principal, deps),
  }),
  route({
    ...plain,
    method: 'GET',
    path: '/v1/trends',
    summary:
      'How many addresses answered in the newest runs of each task, in the order of their ids.',
    role: 'viewer',
    query: pageQuery,
    status: 200,
    reply: wireTrendPage,
    handle: ({ query, principal }, deps: Deps) => trendPage(query, principal, deps),
  }),
  route({
    ...plain,
    method: 'POST',
    path: '/v1/estimates',
    summary: 'Tells what runs of such tasks would take where nothing answers; nothing is created.',
    refusals: TASK_REFUSALS,
    role: 'operator',
    body: taskRequest,
    status: 200,
    reply: wireEstimate,
    handle: ({ body, principal }, deps: Deps) => estimateTasks(body, principal, deps),
  }),
];
