import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { History, Outcome } from '#test/faults/history.ts';
import type { Chance } from '#test/faults/rig/chance.ts';
import type { Rig } from '#test/faults/rig/rig.ts';

const ANSWER_WITHIN_MS = 10_000;
const MOST_TASKS = 12;

const created = z.object({ tasks: z.array(z.object({ id: z.number() })) });
const started = z.object({ runs: z.array(z.object({ id: z.number() })) });
type Answer = { readonly outcome: Outcome; readonly body: unknown };

const outcomeOf = (status: number): Outcome => {
  if (status >= 500) return 'maybe';
  return status < 400 ? 'ok' : 'fail';
};

/** People who make, change, start, hold up and delete tasks, and never wait for a better moment. */
export const callersOf = (rig: Rig, chance: Chance, history: History, ports: string) => {
  const { api, token } = rig.stack.endpoints;
  const tasks = new Set<number>();
  const runs: number[] = [];
  let made = 0;

  const ask = async (method: string, path: string, body?: unknown): Promise<Answer> => {
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
    };
    try {
      const response = await fetch(`${api}${path}`, {
        method,
        headers,
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      return { outcome: outcomeOf(response.status), body: text === '' ? null : JSON.parse(text) };
    } catch {
      return { outcome: 'maybe', body: null };
    }
  };

  const someTask = (): number | undefined => [...tasks][chance.below(Math.max(1, tasks.size))];
  const someRun = (): number | undefined => runs[chance.below(Math.max(1, runs.length))];

  const wantedTask = async () => {
    made += 1;
    const due = Math.floor(await rig.now()) + 60 + chance.below(600);
    const wanted = {
      networks: [`127.0.0.0/${chance.pick([25, 26, 27])}`],
      tcp_ports: `${ports},1-${100 + made}`,
      options: { rate: 50_000 },
    };
    return chance.happens(0.5)
      ? { due, wanted: { ...wanted, schedule: { at: [due], timezone: 'UTC' } } }
      : { due: null, wanted };
  };

  /** One that has a schedule is left alone, so that it is known when it is due. */
  const keep = (taskId: number, due: number | null): void => {
    if (due === null) tasks.add(taskId);
    else history.record({ kind: 'due', taskId, epochSeconds: due });
  };

  const create = async (): Promise<void> => {
    if (tasks.size >= MOST_TASKS) return;
    const { due, wanted } = await wantedTask();
    const { outcome, body } = await ask('POST', '/v1/tasks', wanted);
    if (outcome === 'ok') for (const { id } of created.parse(body).tasks) keep(id, due);
  };

  const start = async (): Promise<void> => {
    const taskId = someTask();
    if (taskId === undefined) return;
    const { outcome, body } = await ask('POST', '/v1/runs', { task_ids: [taskId] });
    history.record({ kind: 'start', outcome, taskId });
    if (outcome === 'ok') runs.push(...started.parse(body).runs.map(({ id }) => id));
  };

  const change = async (): Promise<void> => {
    const taskId = someTask();
    made += 1;
    if (taskId !== undefined)
      await ask('PATCH', `/v1/tasks/${taskId}`, { tcp_ports: `${ports},1-${100 + made}` });
  };

  const remove = async (): Promise<void> => {
    const taskId = someTask();
    if (taskId === undefined) return;
    tasks.delete(taskId);
    const { outcome } = await ask('DELETE', `/v1/tasks/${taskId}`);
    history.record({ kind: 'delete', outcome, taskId });
  };

  const steer = async (): Promise<void> => {
    const runId = someRun();
    if (runId === undefined) return;
    const verb = chance.pick(['pause', 'resume', 'resume', 'cancel']);
    const { outcome } = await ask('POST', `/v1/runs/${runId}/${verb}`);
    if (verb === 'cancel') history.record({ kind: 'cancel', outcome, runId });
  };

  const deeds = [create, create, start, start, start, start, change, remove, steer, steer] as const;
  return { act: () => chance.pick(deeds)() };
};

/** What a reader sees of every task that has been probed, each in one snapshot. */
export const readAll = async (rig: Rig, history: History): Promise<void> => {
  const { rows } = await rig.postgres.query<{
    id: string;
    generation: string | null;
    online: number;
    rows: number;
  }>(
    `select t.id, t.active_run_id as generation, t.online_ip_num as online, (
              select count(*)::int from netsweep_host h join netsweep_chunk c on c.run_id = h.run_id
                 and c.chunk_no = h.chunk_no and c.attempt = h.attempt and c.state = 'done'
               where h.run_id = t.active_run_id) as rows
       from network_query_task t where t.deleted_at is null`,
  );
  for (const row of rows)
    history.record({
      kind: 'read',
      taskId: Number(row.id),
      generation: row.generation === null ? null : Number(row.generation),
      online: row.online,
      rows: row.rows,
    });
};
