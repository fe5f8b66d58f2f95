import type { HostFindings } from '#shared/domain/observation.ts';
import type { Engine } from './engine.ts';
import { Outlet } from './outlet.ts';
import type { SocketsUsed } from './sweep-messages.ts';
import { SweepRelay } from './sweep-relay.ts';
import { SweeperThread } from './sweeper-thread.ts';

export type ThreadedOptions = {
  /** Told once a thread how it probes. */
  readonly onSockets?: (used: SocketsUsed) => void;
};

/** Threads without a sweep; they stay for the next, with what they found out about this machine. */
const resting: SweeperThread[] = [];

const take = (): SweeperThread => resting.pop() ?? new SweeperThread();

const giveBack = (thread: SweeperThread): void => {
  thread.rest();
  if (!thread.isDead) resting.push(thread);
};

/**
 * An engine in a thread of its own, on the cheapest sockets that work on this machine.
 */
export const threadedSweep = ({ onSockets = () => undefined }: ThreadedOptions = {}): Engine =>
  async function* sweep(targets, limits, control) {
    const { forbidden = [], signal } = control;
    const thread = take();
    thread.send({ kind: 'sweep', targets, limits, forbidden, isCancelled: signal.aborted });
    const outlet = new Outlet<HostFindings>();
    const cancel = (): void => thread.send({ kind: 'cancel' });
    const relay = new SweepRelay({ outlet, control, onSockets, cancel });
    const probing = relay.summary.finally(() => outlet.end());
    const settled = Promise.allSettled([probing]);
    thread.listen(relay.hear, relay.fail);
    signal.addEventListener('abort', cancel);
    try {
      yield* outlet.batches();
      return await probing;
    } finally {
      signal.removeEventListener('abort', cancel);
      cancel();
      await settled;
      giveBack(thread);
    }
  };
