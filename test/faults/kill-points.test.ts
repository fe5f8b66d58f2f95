import pRetry from 'p-retry';
import { afterAll, afterEach, expect, test } from 'vitest';
import { KILL_POINTS } from '#shared/runtime/kill-points.ts';
import { listenOn } from '#test/support/listeners.ts';
import { check } from './checker.ts';
import { newHistory } from './history.ts';
import { useRig } from './rig/rig.ts';
import { settle } from './rig/settle.ts';

const rig = await useRig();
const listeners = await listenOn(['127.0.0.1', '127.0.0.9', '127.0.0.42']);
afterAll(listeners.close);
const ports = listeners.at.map(({ port }) => port).join(',');
const truth = new Map(listeners.at.map(({ address, port }) => [address, [port]]));
const { call } = rig.stack;
const DAY = 86_400;
const PATIENCE = { retries: 5, minTimeout: 50 };
let network = 0;
let days = 0;

/** A caller who asks again when the answer is lost; what was done already is told as a conflict. */
const insist = (method: string, path: string, body?: unknown) =>
  pRetry(async () => {
    const answer = await call(method, path, body);
    if (answer.status >= 500) throw new Error(`${method} ${path}: ${answer.status}`);
    return answer;
  }, PATIENCE);

const create = async (tcp_ports: string, more = {}): Promise<number> => {
  network += 1;
  const wanted = { networks: ['127.0.0.0/26'], tcp_ports, options: { rate: 50_000 }, ...more };
  const { status, body } = await insist('POST', '/v1/tasks', wanted);
  return status === 201 ? body.tasks[0].id : body.existing_id;
};

/** What passes by every kill point: tasks made, changed, started, due, probed and deleted. */
const everything = async () => {
  const history = newHistory();
  days += 1;
  await rig.shiftClock(days * DAY);
  const due = Math.floor(Date.now() / 1000) + days * DAY + 30;
  const schedule = { at: [due], timezone: 'UTC' };
  const clicked = await create(`${ports},1-${20 + network}`);
  const scheduled = await create(`${ports},1-${20 + network}`, { schedule });
  const deleted = await create(`2-${20 + network}`, { schedule });
  await insist('PATCH', `/v1/tasks/${clicked}`, { tcp_ports: `${ports},3-${20 + network}` });
  await insist('DELETE', `/v1/tasks/${deleted}`);
  await insist('POST', '/v1/runs', { task_ids: [clicked] });
  history.record({ kind: 'start', outcome: 'ok', taskId: clicked });
  history.record({ kind: 'due', taskId: scheduled, epochSeconds: due });
  await rig.shiftClock(days * DAY + 60);
  // EventBridge tries a tick again, and the next minute brings another.
  await pRetry(() => rig.stack.tick(), PATIENCE);
  await settle(rig, days * DAY + 60);
  return { history, tasks: [clicked, scheduled] };
};

const deaths = () => rig.stack.lines.filter((line) => line.includes('Environment ended'));

afterEach(rig.heal);

test.each(KILL_POINTS)(
  'a process that dies at %s loses, doubles and tears nothing',
  async (point) => {
    const before = deaths().length;
    rig.killAt(point);
    const { history, tasks } = await everything();
    expect(deaths().length).toBeGreaterThan(before);
    expect(
      await check({
        history,
        postgres: rig.postgres,
        redis: rig.redis.command,
        isSettled: true,
        truth,
      }),
    ).toEqual([]);
    for (const id of tasks)
      expect((await call('GET', `/v1/tasks/${id}`)).body).toMatchObject({ status: 'done' });
  },
);
