import pRetry from 'p-retry';
import { afterAll, afterEach, expect, test } from 'vitest';
import { KILL_POINTS } from '#shared/runtime/kill-points.ts';
import { LIST_OWNER_HASH } from '#shared/store/redis-keys.ts';
import { listenOn } from '#test/support/listeners.ts';
import { startReceiver } from '#test/support/receiver.ts';
import { check } from './checker.ts';
import { newHistory } from './history.ts';
import { dyingAt } from './rig/dying-at.ts';
import { insistOn } from './rig/insist.ts';
import { useRig } from './rig/rig.ts';
import { settle } from './rig/settle.ts';

const rig = await useRig();
// Nobody else's part of the loopback: on 127.0.0.1 another's server may have the number that one of ours has elsewhere.
const listeners = await listenOn(['127.44.0.1', '127.44.0.9', '127.44.0.42']);
afterAll(listeners.close);
const receiver = await startReceiver();
afterAll(receiver.stop);
const ports = listeners.at.map(({ port }) => port).join(',');
const truth = new Map(listeners.at.map(({ address, port }) => [address, [port]]));
const { call } = rig.stack;
const PATIENCE = { retries: 5, minTimeout: 50 };
let tasks = 0;

const insist = insistOn(rig);

/** A task that no other test has: its ports tell it apart. */
const create = async (tcp_ports: string, more = {}): Promise<number> => {
  tasks += 1;
  const asked = { networks: ['127.44.0.0/26'], tcp_ports: `${tcp_ports},1-${20 + tasks}` };
  const made = await insist('POST', '/v1/tasks', { ...asked, options: { rate: 50_000 }, ...more });
  return made.tasks[0].id;
};

const hook = await insist('POST', '/v1/webhooks', { url: receiver.url('/') });
/** Longer than a notifier that died can keep a delivery. */
const LEASE_SECONDS = 61;

/** All pings have arrived. */
const isTold = async (): Promise<boolean> => {
  await rig.passTime(LEASE_SECONDS);
  await pRetry(() => rig.stack.tick(), PATIENCE);
  return pRetry(async () => {
    const { body } = await call('GET', `/v1/webhooks/${hook.id}/deliveries`);
    if (body.deliveries.some(({ state }: { state: string }) => state !== 'done'))
      throw new Error('a ping is still on its way');
    return body.deliveries.length > 0;
  }, PATIENCE);
};

/** What passes by every kill point: tasks made, changed, started, due, probed and deleted, and a webhook tried. */
const everything = async () => {
  const history = newHistory();
  const due = Math.floor(await rig.now()) + 600;
  const schedule = { at: [due], timezone: 'UTC' };
  const clicked = await create(ports);
  const scheduled = await create(ports, { schedule });
  const deleted = await create('80', { schedule });
  await insist('PATCH', `/v1/tasks/${clicked}`, { tcp_ports: `${ports},1-${100 + tasks}` });
  await insist('DELETE', `/v1/tasks/${deleted}`);
  history.record({ kind: 'delete', outcome: 'ok', taskId: deleted });
  await insist('POST', '/v1/runs', { task_ids: [clicked] });
  history.record({ kind: 'start', outcome: 'ok', taskId: clicked });
  await insist('POST', `/v1/webhooks/${hook.id}/ping`);
  history.record({ kind: 'due', taskId: scheduled, epochSeconds: due });
  // Left by a run that nobody knows any more.
  await rig.redis.command('HSET', LIST_OWNER_HASH, '127.44.0.9/32&9&', '1000000');
  await rig.passTime(due + 1 - Math.floor(await rig.now()));
  // EventBridge tries a tick again, and the next minute brings another.
  await pRetry(() => rig.stack.tick(), PATIENCE);
  await settle(rig);
  return { history, probed: [clicked, scheduled] };
};

/** The first points of all functions, then the second ones, …: one process of each function dies in a story. */
const byFunction = [...Map.groupBy(KILL_POINTS, (point) => point.split('.')[0]).values()];
const STORIES = Array.from(
  { length: Math.max(...byFunction.map(({ length }) => length)) },
  (_, n) => byFunction.flatMap((points) => points[n] ?? []),
);

afterEach(rig.heal);

test.each(STORIES.map((points) => [points.join(', '), points] as const))(
  'processes that die at %s lose, double and tear nothing',
  async (_, points) => {
    const { history, probed } = await dyingAt(rig, points, everything);
    expect(
      await check({
        history,
        postgres: rig.postgres,
        redis: rig.redis.command,
        isSettled: true,
        truth,
      }),
    ).toEqual([]);
    for (const id of probed)
      expect((await call('GET', `/v1/tasks/${id}`)).body).toMatchObject({ status: 'done' });
    expect(await isTold()).toBe(true);
  },
);
