import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { verdictsFor } from '#shared/engine/socket-layer.ts';
import { listenOn } from '#test/support/listeners.ts';
import { networkFrom } from '#test/support/network-from.ts';
import { socketLayers } from '#test/support/socket-layers.ts';
import { listenUdp } from '#test/support/udp-listener.ts';

const CORNER = '127.77.9';

/** The layer's own look, which comes after everything that should have kept a probe from it. */
describe.each([...socketLayers])('the last look of %s', (_, layer) => {
  it.each([
    ['inside a forbidden network', `${CORNER}.0/29`, 5],
    ['outside the slice', `${CORNER}.0/30`, 5],
    ['before the slice', `${CORNER}.6/31`, -1],
  ])('lets no probe go %s', async (_place, slice, host) => {
    let knocks = 0;
    const tcp = await listenOn([`${CORNER}.5`], () => {
      knocks += 1;
    });
    const udp = await listenUdp(`${CORNER}.5`, () => {
      knocks += 1;
      return null;
    });
    onTestFinished(async () => void (await Promise.all([tcp.close(), udp.close()])));
    const sockets = layer().open(networkFrom(slice), {
      slots: 4,
      forbidden: [networkFrom(`${CORNER}.4/31`)],
    });
    onTestFinished(() => sockets.close());
    expect(() => sockets.connect(0, host, tcp.at[0]?.port ?? 0)).toThrow(RangeError);
    expect(() => sockets.ask(1, host, udp.port)).toThrow(RangeError);
    await sockets.receive(verdictsFor(4), 30);
    await delay(30);
    expect(knocks).toBe(0);
  });
});
