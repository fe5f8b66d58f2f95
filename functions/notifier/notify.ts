import { waitAfter } from '#shared/domain/delivery.ts';
import { passing } from '#shared/runtime/kill-points.ts';
import type { Claimed, Deliveries } from '#shared/store/deliveries.ts';
import { type BusDeps, tellBus } from './tell-bus.ts';
import { type Ending, type TellDeps, tellWebhook } from './tell-webhook.ts';

/** Receivers spoken to at once: one that hangs keeps one place. */
const WIDTH = 8;

export type NotifyDeps = BusDeps &
  TellDeps & {
    readonly deliveries: Deliveries;
    /** True when too little time is left for another attempt. */
    readonly isLate: () => boolean;
    readonly warn: (message: string, facts: Record<string, unknown>) => void;
    /** From 0 to 1; how much of a wait is left out. */
    readonly chance?: () => number;
  };
export type NotifyReport = { done: number; failed: number; gone: number };

const note = (
  claimed: Claimed,
  ending: Ending,
  { deliveries, chance = Math.random }: NotifyDeps,
) => {
  if (ending.as === 'done') return deliveries.delivered(claimed);
  if (ending.as === 'gone') return deliveries.disable(claimed, ending.reason);
  return deliveries.undelivered(claimed, ending.reason, waitAfter(claimed.attempt, chance()));
};

/** Takes what comes next, sends it and notes how that ended; null where nothing is due. */
const tellNext = async (deps: NotifyDeps): Promise<Ending['as'] | null> => {
  const claimed = await deps.deliveries.claim();
  if (claimed === null) return null;
  passing('tell.after_claim');
  const { webhook } = claimed;
  const ending = await (webhook ? tellWebhook(claimed, webhook, deps) : tellBus(claimed, deps));
  passing('tell.after_send');
  await note(claimed, ending, deps);
  if (ending.as !== 'done')
    deps.warn('a delivery failed', { delivery: claimed.id, reason: ending.reason });
  return ending.as;
};

/** Sends what waits to be sent, each webhook's in its order, and notes how it ended. */
export const notify = async (deps: NotifyDeps): Promise<NotifyReport> => {
  const report = { done: 0, failed: 0, gone: 0 };
  const work = async (): Promise<void> => {
    while (!deps.isLate()) {
      const ended = await tellNext(deps);
      if (ended === null) return;
      report[ended] += 1;
    }
  };
  const workers = await Promise.allSettled(Array.from({ length: WIDTH }, work));
  const lost = workers.find((worker) => worker.status === 'rejected');
  if (lost) throw lost.reason;
  return report;
};
