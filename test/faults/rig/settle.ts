import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { leaseKey, NETWORK_QUEUE } from '#shared/store/redis-keys.ts';
import type { Rig } from './rig.ts';

/** Longer than any lease, so that whatever was lost is given back at the next tick. */
const STEP_SECONDS = 400;
const MOST_TICKS = 40;
/** Of what the functions said, so many lines are told where nothing settles. */
const LAST_LINES = 20;
const LOOK_EVERY_MS = 100;
/** So long without progress, and what is under way is taken to be lost. */
const STILL_MS = 1500;

/** What Redis holds of work, at one moment: networks that wait, leases, lists (ours begin `netsweep:`). */
const WORK = `
local lists = {}
for _, key in ipairs(redis.call('KEYS', '*&*&*')) do
  if string.sub(key, 1, 9) ~= 'netsweep:' then lists[#lists + 1] = key end
end
return { redis.call('LLEN', KEYS[1]), redis.call('KEYS', 'netsweep:lease:*'), lists }`;

const keys = z.array(z.string());
const workRow = z.tuple([z.number(), keys, keys]);

/** What is under way, as a text that changes with any progress; empty when all is over. */
const underWay = async ({ postgres, redis }: Rig): Promise<string> => {
  const { rows } = await postgres.query(
    `select r.id, r.state, r.chunk_done, r.chunk_failed, (select sum(judged + attempt) from netsweep_chunk c where c.run_id = r.id)
       from netsweep_run r where r.state in ('planned', 'queued', 'probing')`,
  );
  const { rows: paused } = await postgres.query(
    `select key from netsweep_run where state = 'paused'`,
  );
  // What a run that is held up has on its list, or a fan-out in its hands, waits with it.
  const held = new Set(paused.flatMap(({ key }) => [key, leaseKey(key)]));
  const [queued, ...keys] = workRow.parse(await redis.command('EVAL', WORK, '1', NETWORK_QUEUE));
  const work = keys.flat().filter((key) => !held.has(key));
  const isOver = rows.length === 0 && queued === 0 && work.length === 0;
  return isOver ? '' : JSON.stringify([rows, queued, work]);
};

/** Waits until all is over (true), or nothing has moved for a while. */
const endsByItself = async (rig: Rig): Promise<boolean> => {
  let seen = await underWay(rig);
  let movedAt = Date.now();
  while (seen !== '' && Date.now() - movedAt < STILL_MS) {
    await sleep(LOOK_EVERY_MS);
    const now = await underWay(rig);
    if (now !== seen) movedAt = Date.now();
    seen = now;
  }
  return seen === '';
};

/**
 * Ticks, and lets the clock run ahead wherever nothing moves, until no run is live and Redis holds no work. How many
 * ticks that took.
 */
export const settle = async (rig: Rig): Promise<number> => {
  for (let ticks = 1; ticks <= MOST_TICKS; ticks += 1) {
    // One that is under way already does as well; a scheduler that never works is told in the end.
    await rig.stack.tick().catch(() => {});
    if (await endsByItself(rig)) return ticks;
    await rig.passTime(STEP_SECONDS);
  }
  const lines = rig.stack.lines.slice(-LAST_LINES).join('\n');
  throw new Error(`after ${MOST_TICKS} ticks there is still ${await underWay(rig)}\n${lines}`);
};
