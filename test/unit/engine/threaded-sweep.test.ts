import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { SocketsUsed } from '#shared/engine/sweep-messages.ts';
import { threadedSweep } from '#shared/engine/threaded-sweep.ts';
import { listenDeaf } from '#test/support/deaf-listener.ts';
import { openSockets } from '#test/support/open-sockets.ts';
import { runSweep } from '#test/support/run-sweep.ts';

const CORNER = '127.77.6';
const sweep = threadedSweep();

describe('sweep in a thread of its own', () => {
  it('says which sockets it uses', async () => {
    // Threads that other tests of this process left resting have said so already.
    vi.resetModules();
    const fresh = await import('#shared/engine/threaded-sweep.ts');
    const used: SocketsUsed[] = [];
    const one = () =>
      runSweep(fresh.threadedSweep({ onSockets: (sockets) => used.push(sockets) }), {
        network: `${CORNER}.0/32`,
        // Long enough that two at once are never one after the other.
        tcp: '1-200',
        rate: 500,
      });
    await Promise.all([one(), one()]);
    await one();
    expect(used).toMatchObject(Array(2).fill({ sockets: 'recycled', troubles: [] }));
  });

  it('leaves its caller’s thread free, and tells it of progress', async () => {
    let beats = 0;
    const beating = setInterval(() => {
      beats += 1;
    }, 20);
    const progress: number[][] = [];
    await runSweep(sweep, {
      network: `${CORNER}.8/32`,
      tcp: '1-400',
      rate: 500,
      onProgress: (...of) => progress.push(of),
    });
    clearInterval(beating);
    expect(beats).toBeGreaterThan(10);
    expect(progress.length).toBeGreaterThan(2);
    expect(progress.at(-1)).toEqual([400, 400]);
  });

  it('stops within a twentieth of a second when it is cancelled', async () => {
    const deaf = await listenDeaf(`${CORNER}.9`);
    onTestFinished(deaf.close);
    const controller = new AbortController();
    const running = runSweep(sweep, {
      network: `${CORNER}.9/32`,
      tcp: `${deaf.port}`,
      patienceMs: 10_000,
      signal: controller.signal,
    });
    await delay(300);
    const startedAt = performance.now();
    controller.abort();
    expect((await running).summary.outcome).toBe('cancelled');
    // Twice the promise: other tests share the processor.
    expect(performance.now() - startedAt).toBeLessThan(100);
  });

  it('sends nothing when it was cancelled before it began', async () => {
    const { summary } = await runSweep(sweep, {
      network: `${CORNER}.16/28`,
      tcp: '1-100',
      signal: AbortSignal.abort(),
    });
    expect(summary).toMatchObject({ outcome: 'cancelled', probes: 0 });
  });

  it('throws what the caller’s own function throws, sockets closed, and is good for another', async () => {
    await runSweep(sweep, { network: `${CORNER}.32/32`, tcp: '1' });
    const before = openSockets();
    const failing = runSweep(sweep, {
      network: `${CORNER}.32/28`,
      tcp: '1-100',
      rate: 500,
      onProgress: () => {
        throw new Error('the caller’s bug');
      },
    });
    await expect(failing).rejects.toThrow('the caller’s bug');
    expect(openSockets()).toBe(before);
    const { summary } = await runSweep(sweep, { network: `${CORNER}.32/32`, tcp: '1' });
    expect(summary.outcome).toBe('complete');
  });

  it('throws what goes wrong in the thread', async () => {
    const tooLarge = runSweep(sweep, { network: '10.0.0.0/8', tcp: '1-100' });
    await expect(tooLarge).rejects.toThrow(RangeError);
  });
});
