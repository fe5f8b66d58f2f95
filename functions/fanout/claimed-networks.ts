import { randomUUID } from 'node:crypto';
import { passing } from '#shared/runtime/kill-points.ts';
import type { Claimed } from '#shared/store/claimed.ts';
import type { Quarantine, Reason } from '#shared/store/quarantine.ts';
import { NETWORK_QUEUE } from '#shared/store/redis-keys.ts';
import type { WorkList } from '#shared/store/work-list.ts';

/** Long enough for a fan-out that pauses, short enough that a dead one's networks are soon another's. */
const LEASE_MS = 120_000;
const EXTEND_EVERY_MS = 30_000;
/** With work in hand, the queue is looked at this often for more. */
const LOOK_EVERY_MS = 250;

export type NetworksDeps = {
  readonly workList: Pick<WorkList, 'claim' | 'extend' | 'acknowledge' | 'leave'>;
  readonly quarantine: Pick<Quarantine, 'items'>;
  readonly clock: () => Promise<Date>;
};

/** The networks a fan-out has claimed from the queue, up to `most` at once. */
export const claimedNetworks = (most: number, { workList, quarantine, clock }: NetworksDeps) => {
  const names = new Map<string, Claimed>();
  let extendedAt = Date.now();
  let lookedAt = 0;

  const extend = (until: number) =>
    workList.extend(NETWORK_QUEUE, [...names.values()], new Date(until));

  const letGo = async (key: string, release: (name: Claimed) => Promise<void>): Promise<void> => {
    const name = names.get(key);
    names.delete(key);
    if (name) await release(name);
  };

  const keep = async (now: Date): Promise<void> => {
    if (Date.now() - extendedAt < EXTEND_EVERY_MS) return;
    extendedAt = Date.now();
    await extend(now.getTime() + LEASE_MS);
  };

  return {
    /** Claims as many further networks as there is room for, and keeps those that are claimed. */
    refill: async (): Promise<void> => {
      if (names.size > 0 && Date.now() - lookedAt < LOOK_EVERY_MS) return;
      lookedAt = Date.now();
      const now = await clock();
      await keep(now);
      const room = most - names.size;
      if (room <= 0) return;
      const { items } = await workList.claim(NETWORK_QUEUE, randomUUID(), now, LEASE_MS, room);
      passing('fan.after_take_network');
      for (const name of items) names.set(name.value, name);
    },

    all: (): Claimed[] => [...names.values()],

    /** Is not to be worked on now. */
    drop: (key: string) => letGo(key, (name) => workList.acknowledge(NETWORK_QUEUE, [name])),

    /** Is never to be worked on. */
    setAside: (key: string, reason: Reason) =>
      letGo(key, async (name) => quarantine.items(NETWORK_QUEUE, [name], reason, await clock())),

    /** Has no work for us now; should some have come just now, it is queued again. */
    leave: (key: string) => letGo(key, workList.leave),

    /** Cannot be worked on yet: it is queued again when its lease ends. */
    postpone: (key: string) => letGo(key, async () => {}),

    /** Gives all names back to the queue, for the next fan-out. */
    giveBack: async (): Promise<void> => {
      await extend((await clock()).getTime());
      names.clear();
    },
  };
};

export type ClaimedNetworks = ReturnType<typeof claimedNetworks>;
