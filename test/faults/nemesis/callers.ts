import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { formatPorts, parsePorts } from '#shared/domain/ports.ts';
import type { History, Outcome } from '#test/faults/history.ts';
import type { Chance } from '#test/faults/rig/chance.ts';
import type { Rig } from '#test/faults/rig/rig.ts';
import type { Place } from './place.ts';

const ANSWER_WITHIN_MS = 10_000;
const MOST_TASKS = 12;
/** How often a request that may be named is sent again under its name when nobody knows what became of it. */
const MOST_TRIES = 3;

const created = z.object({
  tasks: z.array(z.object({ id: z.number(), network: z.string() })),
});
const started = z.object({ runs: z.array(z.object({ id: z.number() })) });
const cancelled = z.object({ chunks: z.object({ done: z.number() }) });
type Answer = { readonly outcome: Outcome; readonly body: unknown };

const outcomeOf = (status: number): Outcome => {
  if (status >= 500) return 'maybe';
  return status < 400 ? 'ok' : 'fail';
};

/** Asks the API, whatever becomes of it. */
const asking = ({ stack }: Rig) => {
  const { api, token } = stack.endpoints;
  return async (method: string, path: string, body?: unknown, name = randomUUID()) => {
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'idempotency-key': name,
    };
    try {
      const response = await fetch(`${api}${path}`, {
        method,
        headers,
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      const outcome = outcomeOf(response.status);
      return { outcome, body: text === '' ? null : JSON.parse(text) } satisfies Answer;
    } catch {
      return { outcome: 'maybe', body: null } satisfies Answer;
    }
  };
};

/** Some of a set, as chance has it. */
const someOf = <T>(all: Iterable<T>, chance: Chance): T | undefined => {
  const list = [...all];
  return list[chance.below(Math.max(1, list.length))];
};

/** People who make, change, start, hold up and delete tasks, and never wait for a better moment. */
export const callersOf = (rig: Rig, chance: Chance, history: History, place: Place) => {
  const ask = asking(rig);
  const tasks = new Set<number>();
  /** Tasks whose last change nobody knows the end of: it may still come, so they are not changed again. */
  const unclear = new Set<number>();
  const runs: number[] = [];
  let made = 0;

  /** Repeats a named request while its end is not known. A later refusal says nothing of the tries before it. */
  const insist = async (path: string, body: unknown): Promise<Answer> => {
    const name = randomUUID();
    let answer = await ask('POST', path, body, name);
    for (let tries = 1; answer.outcome === 'maybe' && tries < MOST_TRIES; tries += 1) {
      const again = await ask('POST', path, body, name);
      answer = again.outcome === 'fail' ? answer : again;
    }
    return answer;
  };

  const wantedTask = async () => {
    made += 1;
    const due = Math.floor(await rig.now()) + 60 + chance.below(600);
    const wanted = {
      networks: [place.networkOf(chance.pick([25, 26, 26, 27]))],
      tcp_ports: `${place.ports},1-${200 + made}`,
      options: { rate: 100_000 },
    };
    return chance.happens(0.3)
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
    const { outcome, body } = await insist('/v1/tasks', wanted);
    if (outcome !== 'ok') return;
    for (const { id, network } of created.parse(body).tasks) {
      history.record({ kind: 'create', outcome, network, taskId: id });
      keep(id, due);
    }
  };

  const start = async (): Promise<void> => {
    const taskId = someOf(tasks, chance);
    if (taskId === undefined) return;
    const { outcome, body } = await insist('/v1/runs', { task_ids: [taskId] });
    const [run] = outcome === 'ok' ? started.parse(body).runs : [];
    history.record({ kind: 'start', outcome, taskId, ...(run && { runId: run.id }) });
    if (run) runs.push(run.id);
  };

  const change = async (): Promise<void> => {
    const taskId = someOf(
      [...tasks].filter((id) => !unclear.has(id)),
      chance,
    );
    if (taskId === undefined) return;
    made += 1;
    unclear.add(taskId);
    const wanted = `${place.ports},1-${200 + made}`;
    const { outcome } = await ask('PATCH', `/v1/tasks/${taskId}`, { tcp_ports: wanted });
    if (outcome !== 'maybe') unclear.delete(taskId);
    history.record({ kind: 'edit', outcome, taskId, tcpPorts: formatPorts(parsePorts(wanted)) });
  };

  const remove = async (): Promise<void> => {
    const taskId = someOf(tasks, chance);
    if (taskId === undefined) return;
    tasks.delete(taskId);
    const { outcome } = await ask('DELETE', `/v1/tasks/${taskId}`);
    history.record({ kind: 'delete', outcome, taskId });
  };

  const cancel = async (runId: number): Promise<void> => {
    const { outcome, body } = await ask('POST', `/v1/runs/${runId}/cancel`);
    const done = outcome === 'ok' ? cancelled.parse(body).chunks.done : undefined;
    history.record({ kind: 'cancel', outcome, runId, ...(done !== undefined && { done }) });
  };

  const steer = async (): Promise<void> => {
    const runId = someOf(runs.slice(-6), chance);
    if (runId === undefined) return;
    const verb = chance.pick(['pause', 'resume', 'resume', 'cancel'] as const);
    if (verb === 'cancel') return cancel(runId);
    const { outcome } = await ask('POST', `/v1/runs/${runId}/${verb}`);
    history.record({ kind: verb, outcome, runId });
  };

  const deeds = [create, create, start, start, start, start, change, remove, steer, steer] as const;
  return {
    act: () => chance.pick(deeds)(),
    /** So many tasks, one after the other. */
    createSome: async (count: number): Promise<void> => {
      for (let i = 0; i < count; i += 1) await create();
    },
  };
};
