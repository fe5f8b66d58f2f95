import { describe, expect, it } from 'vitest';
import { nodeLayer } from '#shared/engine/node-layer.ts';
import type { SocketLayer } from '#shared/engine/socket-layer.ts';
import { trustedSweepOn } from '#shared/engine/trusted-sweep.ts';
import { VERDICT } from '#shared/engine/verdict.ts';
import { listenOn } from '#test/support/listeners.ts';
import { runSweep } from '#test/support/run-sweep.ts';

/** Sockets that tell of each verdict something else, as told. */
const lying = (lie: (verdict: number) => number): SocketLayer => {
  const honest = nodeLayer();
  return {
    clock: honest.clock,
    open: (slice, wanted) => {
      const sockets = honest.open(slice, wanted);
      return {
        slots: sockets.slots,
        connect: (...probe) => sockets.connect(...probe),
        ask: (...probe) => sockets.ask(...probe),
        abort: (slot) => sockets.abort(slot),
        receive: async (into, waitMs) => {
          await sockets.receive(into, waitMs);
          for (let i = 0; i < into.count; i++) into.verdicts[i] = lie(into.verdicts[i] ?? 0);
        },
        wake: () => sockets.wake(),
        close: () => sockets.close(),
      };
    },
  };
};
const swap = (from: number, to: number) => (verdict: number) => (verdict === from ? to : verdict);
const sweepWith = async (layer: SocketLayer, own?: SocketLayer) => {
  const listeners = await listenOn(['127.0.0.1']);
  try {
    const request = { network: '127.0.0.1/32', tcp: `${listeners.at[0]?.port}` };
    return await runSweep(trustedSweepOn(layer, own), request);
  } finally {
    await listeners.close();
  }
};

describe('the canary', () => {
  it('lets a sweep pass whose sockets tell the truth', async () => {
    const { hosts, summary } = await sweepWith(nodeLayer());
    expect(summary).toMatchObject({ outcome: 'complete', up: 1 });
    expect(hosts).toHaveLength(1);
  });

  it('stops a sweep before its first probe when an open port of our own is not seen open', async () => {
    const lies = [VERDICT.closed, VERDICT.hostUnreachable].map((lie) => swap(VERDICT.open, lie));
    for (const lie of lies) {
      const { hosts, summary } = await sweepWith(lying(lie));
      expect(summary).toMatchObject({ outcome: 'untrusted', probes: 0 });
      expect(hosts).toEqual([]);
    }
  });

  it('stops it too when a port of our own that refuses looks open', async () => {
    const { summary } = await sweepWith(lying(swap(VERDICT.closed, VERDICT.open)));
    expect(summary).toMatchObject({ outcome: 'untrusted', probes: 0 });
  });

  it('takes back what a sweep found when the sockets went wrong meanwhile', async () => {
    let looks = 0;
    const own = lying((verdict) => (++looks > 2 ? VERDICT.closed : verdict));
    const { summary } = await sweepWith(nodeLayer(), own);
    expect(summary).toMatchObject({ outcome: 'untrusted', probes: 1 });
  });

  it('is patient with failures at our own end, but not for ever', async () => {
    let failures = 2;
    const pressed = lying((verdict) => (failures-- > 0 ? VERDICT.localFailure : verdict));
    expect((await sweepWith(nodeLayer(), pressed)).summary.outcome).toBe('complete');
    const broken = lying(() => VERDICT.localFailure);
    expect((await sweepWith(nodeLayer(), broken)).summary.outcome).toBe('untrusted');
  });

  it('is not kept from its own ports by a rule about targets', async () => {
    const { summary } = await runSweep(trustedSweepOn(nodeLayer()), {
      network: '127.0.0.0/28',
      tcp: '9',
      forbidden: ['127.0.0.0/29'],
    });
    expect(summary).toMatchObject({ outcome: 'complete', addresses: 8 });
  });
});
