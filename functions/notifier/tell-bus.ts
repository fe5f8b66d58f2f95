import type { Change } from '#shared/domain/change.ts';
import type { Claimed, Deliveries } from '#shared/store/deliveries.ts';
import { tellingOf } from './messages.ts';
import type { Ending } from './tell-webhook.ts';

/** What EventBridge is told of one change; docs/changes.md describes it. */
export type ChangeEvent = ReturnType<typeof eventOf>;
export type BusDeps = {
  readonly deliveries: Pick<Deliveries, 'changesOf'>;
  /** Hands events over; how many of them were not taken. */
  readonly publish: (events: readonly ChangeEvent[]) => Promise<number>;
};

/** More than a delivery to the bus holds. */
const ALL = { limit: 1000, isUrgentFirst: false };

const eventOf = (change: Change, { task }: Pick<Claimed, 'task'>) => ({
  v: 1,
  ...tellingOf(change),
  network: task?.network ?? '',
  label: task?.label ?? null,
});

/** Tells the event bus of the changes of a delivery, an event each. All are told again where one was not taken. */
export const tellBus = async (
  claimed: Claimed,
  { deliveries, publish }: BusDeps,
): Promise<Ending> => {
  const { changes } = await deliveries.changesOf(claimed.id, ALL);
  const lost = await publish(changes.map((change) => eventOf(change, claimed)));
  return lost === 0 ? { as: 'done' } : { as: 'failed', reason: `${lost} events were not taken` };
};
