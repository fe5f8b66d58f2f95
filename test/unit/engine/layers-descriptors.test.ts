import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { listenOn } from '#test/support/listeners.ts';
import type { SweepResult } from '#test/support/run-sweep.ts';
import { socketLayers } from '#test/support/socket-layers.ts';

const CHILD = fileURLToPath(import.meta.resolve('#test/support/sweep-in-child.ts'));

const sweepUnder = async (descriptors: number, layer: string, request: object) => {
  const { stdout } = await promisify(execFile)('sh', [
    '-c',
    `ulimit -n ${descriptors}; exec "$0" "$@"`,
    process.execPath,
    CHILD,
    layer,
    JSON.stringify(request),
  ]);
  return JSON.parse(stdout) as SweepResult;
};

describe.each([...socketLayers.keys()])('descriptors of %s', (layer) => {
  it.each([256, 64])('finds the same under a limit of %i as without one', async (limit) => {
    const listeners = await listenOn(Array<string>(5).fill('127.77.3.1'));
    onTestFinished(async () => void (await listeners.close()));
    const open = listeners.at.map(({ port }) => port).toSorted((a, b) => a - b);
    const { hosts, summary } = await sweepUnder(limit, layer, {
      network: '127.77.3.0/30',
      tcp: `1-500,${open.join(',')}`,
      inFlight: 5000,
    });
    expect(summary).toMatchObject({ outcome: 'complete', up: 4, localFailures: 0 });
    const found = hosts.find(({ address }) => address === '127.77.3.1');
    expect(found?.observations.map(({ port }) => port)).toEqual(expect.arrayContaining(open));
    for (const { observations, counts } of hosts)
      expect(observations.length + counts.closed).toBe(505);
  });

  it('puts back what the kernel has no descriptor for, TCP and UDP alike', async () => {
    const { hosts, summary } = await sweepUnder(256, layer, {
      network: '127.77.3.4/30',
      tcp: '1-100',
      udp: '1-100',
      inFlight: 300,
      hoarded: 220,
    });
    expect(summary).toMatchObject({ outcome: 'complete', up: 4, probes: 800 });
    expect(summary.localFailures).toBeGreaterThan(0);
    expect(hosts.map(({ observations }) => observations)).toEqual([[], [], [], []]);
    expect(hosts.map(({ counts }) => counts)).toEqual(
      Array(4).fill({ closed: 200, filtered: 0, openFiltered: 0 }),
    );
  });
});
