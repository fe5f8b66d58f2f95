import { describe, expect, it, onTestFinished } from 'vitest';
import { chooseLibcLayer } from '#shared/engine/choose-libc-layer.ts';
import { sweepOn } from '#shared/engine/sweep.ts';
import { listenOn } from '#test/support/listeners.ts';
import { runSweep } from '#test/support/run-sweep.ts';
import { listenUdp } from '#test/support/udp-listener.ts';

const { layer } = await chooseLibcLayer();
const sweep = sweepOn(layer);

const rssMb = (): number => process.memoryUsage.rss() / 2 ** 20;

describe('sweep by system calls, at scale', () => {
  it('finds every listener among all ports of a host, and nothing else', async () => {
    const address = '127.77.7.1';
    const listeners = await listenOn(Array<string>(50).fill(address));
    onTestFinished(async () => void (await listeners.close()));
    const { hosts, summary } = await runSweep(sweep, {
      network: `${address}/32`,
      tcp: '1-65535',
      inFlight: 900,
    });
    const open = listeners.at.map(({ port }) => port).toSorted((a, b) => a - b);
    expect(hosts[0]?.observations.map(({ port }) => port)).toEqual(expect.arrayContaining(open));
    // Services of this machine that listen on every address are found too; connects of its own to itself are not open.
    expect(hosts[0]?.observations.length).toBeLessThan(open.length + 50);
    expect(summary).toMatchObject({ outcome: 'complete', probes: 65_535 });
  });

  it('finds every UDP listener of a /16', async () => {
    const first = await listenUdp('127.78.0.7', (message) => message);
    const others = ['127.78.1.1', '127.78.77.254', '127.78.255.254'];
    const listeners = await Promise.all(
      others.map((address) => listenUdp(address, (message) => message, first.port)),
    );
    onTestFinished(async () => {
      await Promise.all([first, ...listeners].map(({ close }) => close()));
    });
    const { hosts, summary } = await runSweep(sweep, {
      network: '127.78.0.0/16',
      udp: `${first.port}`,
      inFlight: 900,
    });
    const open = hosts.filter(({ observations }) => observations[0]?.state === 'open');
    expect(open.map(({ address }) => address)).toEqual(['127.78.0.7', ...others]);
    // The broadcast address of the loopback network is not in this /16: every other host refuses.
    expect(summary).toMatchObject({ outcome: 'complete', up: 65_536 });
  });

  it('takes no more memory for many probes than for few', async () => {
    const probe = async (tcp: string): Promise<number> => {
      await runSweep(sweep, { network: '127.77.7.8/29', tcp, inFlight: 500 });
      return rssMb();
    };
    await probe('1-2000');
    const before = await probe('1-2000');
    const after = await probe('1-8000');
    expect(after - before).toBeLessThan(24);
  });
});
