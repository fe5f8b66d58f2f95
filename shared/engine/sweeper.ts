import { setImmediate as turn } from 'node:timers/promises';
import { parentPort } from 'node:worker_threads';
import { type ChosenLayer, chooseLayer } from './choose-layer.ts';
import { type FromSweeper, foundText, type ToSweeper } from './sweep-messages.ts';
import { trustedSweepOn } from './trusted-sweep.ts';

/** The thread that probes: waiting for the network blocks it. It sweeps once at a time, as sweep-messages.ts says. */

type Order = Extract<ToSweeper, { kind: 'sweep' }>;

const tell = (message: FromSweeper): void => parentPort?.postMessage(message);

const sweep = async (
  { targets, limits, forbidden }: Order,
  { layer }: ChosenLayer,
  signal: AbortSignal,
): Promise<FromSweeper> => {
  const running = trustedSweepOn(layer)(targets, limits, {
    signal,
    forbidden,
    onProgress: (judged, total) => tell({ kind: 'progress', judged, total }),
  });
  for (;;) {
    const { done, value } = await running.next();
    if (done) return { kind: 'summary', summary: value };
    tell({ kind: 'found', hosts: foundText(value) });
    // A message costs more than the hosts in it: what is found before the event loop's next turn goes together.
    await turn();
  }
};

const chosen = chooseLayer().then((choice) => {
  tell({ kind: 'sockets', sockets: choice.sockets, troubles: choice.troubles });
  return choice;
});
let controller = new AbortController();

const start = async (order: Order): Promise<void> => {
  controller = new AbortController();
  if (order.isCancelled) controller.abort();
  const { signal } = controller;
  try {
    tell(await sweep(order, await chosen, signal));
  } catch (error) {
    tell({ kind: 'failed', error });
  }
};

parentPort?.on('message', (message: ToSweeper) => {
  if (message.kind === 'sweep') start(message);
  else controller.abort();
});
