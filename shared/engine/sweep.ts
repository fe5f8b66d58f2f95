import type { HostFindings } from '#shared/domain/observation.ts';
import type { Engine } from './engine.ts';
import { Outlet } from './outlet.ts';
import { Prober } from './prober.ts';
import type { SocketLayer } from './socket-layer.ts';

/** It is no secret: it only has to be another each time. */
const anyKey = (): number => Math.floor(Math.random() * 2 ** 32);

/**
 * An engine on a socket layer. Probing goes on at its own pace while the reader is busy with a batch. When the reader
 * stops early or the signal fires, every socket is closed before the generator ends.
 *
 * `key` fixes the order of the probes; without it each sweep has its own.
 */
export const sweepOn = (layer: SocketLayer, key?: number): Engine =>
  async function* sweep(targets, limits, control) {
    const outlet = new Outlet<HostFindings>();
    const order = { targets, limits, control };
    const prober = new Prober(layer, order, key ?? anyKey(), (found) => outlet.put(found));
    const probing = prober.run().finally(() => outlet.end());
    const settled = Promise.allSettled([probing]);
    try {
      yield* outlet.batches();
      return await probing;
    } finally {
      prober.stop();
      await settled;
    }
  };
