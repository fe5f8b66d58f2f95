import * as z from 'zod';
import { taskPatch } from '#shared/domain/task.ts';
import {
  wireHostPage,
  wireRunPage,
  wireTask,
  wireTaskPage,
  wireTasks,
} from '#shared/domain/wire.ts';
import { nothing, plain, route } from '#shared/runtime/route.ts';
import { changeTask } from './change-task.ts';
import { createTasks } from './create-tasks.ts';
import { deleteTasks } from './delete-tasks.ts';
import type { Deps } from './deps.ts';
import { getTask } from './get-task.ts';
import { listRuns } from './list-runs.ts';
import { listTasks } from './list-tasks.ts';
import { presentTask } from './present-task.ts';
import { deleteRequest, hostQuery, idParams, pageQuery, taskQuery } from './schemas.ts';
import { taskHosts } from './task-hosts.ts';

/** Tasks, and what is read through them. */
export const taskRoutes = [
  route({
    ...plain,
    method: 'POST',
    path: '/v1/tasks',
    role: 'operator',
    // Read in the function: the grammar of networks and ports needs the caller's scopes, and the time.
    body: z.unknown(),
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
    role: 'viewer',
    params: idParams,
    query: hostQuery,
    status: 200,
    reply: wireHostPage,
    handle: ({ params, query, principal }, deps: Deps) =>
      taskHosts(params.id, query, principal, deps),
  }),
];
