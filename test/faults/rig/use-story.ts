import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, expect } from 'vitest';
import { check } from '#test/faults/checker.ts';
import { type History, newHistory } from '#test/faults/history.ts';
import { listenOn } from '#test/support/listeners.ts';
import { useRig } from './rig.ts';
import { settle } from './settle.ts';

type Wish = {
  readonly tcp?: string;
  readonly network?: string;
  readonly schedule?: { readonly at: readonly number[]; readonly timezone: string };
};

/** More probes a second than the loopback answers. */
const options = { rate: 1_000_000 };

/** A rig with some listeners on the loopback, what a test tells of it, and the check that ends each. */
export const useStory = async () => {
  const rig = await useRig();
  // Nobody else's part of the loopback: on 127.0.0.1 another's server may have the number that one of ours has elsewhere.
  const listeners = await listenOn(['127.43.0.1', '127.43.0.9', '127.43.0.14']);
  afterAll(listeners.close);
  const ports = listeners.at.map(({ port }) => port);
  const truth = new Map(listeners.at.map(({ address, port }) => [address, [port]]));
  let history: History = newHistory();
  let tasks = 0;
  afterEach(() => {
    rig.heal();
    history = newHistory();
  });

  const call = async (method: string, path: string, body?: unknown, name = randomUUID()) =>
    rig.stack.call(method, path, body, { 'idempotency-key': name });

  return {
    rig,
    call,
    ports,
    record: (entry: Parameters<History['record']>[0]) => history.record(entry),

    /** What a caller asks for: a task that no other is like, of some sixteen addresses and, by default, 16 chunks. */
    wanted: ({ tcp, network = '127.43.0.0/28', schedule }: Wish = {}) => {
      tasks += 1;
      const tcp_ports = `${ports.join(',')},${tcp ?? `1-${1100 + tasks}`}`;
      return { networks: [network], tcp_ports, options, ...(schedule && { schedule }) };
    },

    create: async (wanted: unknown): Promise<number> => {
      const { body } = await call('POST', '/v1/tasks', wanted);
      return body.tasks[0].id;
    },

    start: async (taskId: number): Promise<number> => {
      const { body } = await call('POST', '/v1/runs', { task_ids: [taskId] });
      history.record({ kind: 'start', outcome: 'ok', taskId });
      return body.runs[0].id;
    },

    /** Heals, lets everything end, and holds it against the invariants; how many ticks that took. */
    expectAllWell: async (): Promise<number> => {
      rig.heal();
      const ticks = await settle(rig);
      const { postgres, redis } = rig;
      const evidence = { history, postgres, redis: redis.command, isSettled: true, truth };
      expect(await check(evidence)).toEqual([]);
      return ticks;
    },
  };
};
