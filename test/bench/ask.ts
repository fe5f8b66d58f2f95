import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Endpoints } from '#infra/local/endpoints.ts';

const id = z.object({ id: z.number() });
const tasks = z.object({ tasks: z.tuple([id], id) });
const runs = z.object({ runs: z.tuple([id], id) });
const run = z.object({ state: z.string() });

/** A client of the stack's API, as small as a benchmark needs it. */
export const askingOf = ({ api, token }: Endpoints) => {
  const ask = async (method: string, path: string, body?: unknown) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const request = body === undefined ? {} : { body: JSON.stringify(body) };
    const response = await fetch(`${api}${path}`, { method, headers, ...request });
    if (!response.ok) throw new Error(await response.text());
    return response.json();
  };

  return {
    createTask: async (task: object): Promise<number> =>
      tasks.parse(await ask('POST', '/v1/tasks', task)).tasks[0].id,
    start: async (taskId: number): Promise<number> =>
      runs.parse(await ask('POST', '/v1/runs', { task_ids: [taskId] })).runs[0].id,
    endOf: async (runId: number): Promise<void> => {
      while (run.parse(await ask('GET', `/v1/runs/${runId}`)).state !== 'done') await sleep(50);
    },
  };
};
