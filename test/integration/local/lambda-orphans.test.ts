import { expect, test } from 'vitest';
import { z } from 'zod';
import { isRunning, startDoomedParent, survivors } from '#test/support/doomed-parent.ts';
import { useBundles } from '#test/support/local-lambda.ts';

const bundles = await useBundles('obedient');

test('no environment outlives a stack that is killed, whatever it is doing', async () => {
  const parent = await startDoomedParent(`
    import { startLambdaService } from '#infra/local/lambda-service.ts';
    const spec = {
      bundleFolder: ${JSON.stringify(bundles.obedient)},
      memoryMb: 128,
      timeoutSeconds: 60,
      environment: {},
      maxEnvironments: 3,
      prewarm: 2,
    };
    const { invoke, pids } = await startLambdaService({ functions: { spec }, log: () => {} });
    await Promise.all([invoke('spec', { sleep: 300 }), invoke('spec', { sleep: 300 })]);
    invoke('spec', { sleep: 60_000 });
    // One is idle, one is busy, one is only starting.
    invoke('spec', { echo: 1 });
    invoke('spec', { echo: 1 });
    tell(pids('spec'));
  `);
  const pids = z.array(z.number()).length(3).parse(parent.told);
  expect(await Promise.all(pids.map(isRunning))).toEqual([true, true, true]);
  await parent.kill();
  expect(await survivors(pids, 2000)).toEqual([]);
});
