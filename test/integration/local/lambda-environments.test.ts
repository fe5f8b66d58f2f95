import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { isRunning, survivors } from '#test/support/doomed-parent.ts';
import { functionOf, invoke, startLambda, useBundles } from '#test/support/local-lambda.ts';

const bundles = await useBundles('obedient');
const start = (more = {}, options = {}) =>
  startLambda({ functions: { obedient: functionOf(bundles.obedient, more) }, ...options });

test('an environment that is free is used again', async () => {
  const { url } = await start({ maxEnvironments: 5 });
  const names = new Set<string>();
  for (let turn = 0; turn < 5; turn += 1) {
    names.add((await invoke(url, { echo: turn })).payload.environmentId);
  }
  expect(names.size).toBe(1);
});

test('as many invocations as there may be environments run at once, and one more is refused at once', async () => {
  const { url, pids } = await start({ maxEnvironments: 3 });
  const busy = [1, 2, 3].map(() => invoke(url, { sleep: 1500 }));
  await vi.waitFor(() => expect(pids('obedient')).toHaveLength(3));
  const startedAt = performance.now();
  await expect(invoke(url, { echo: 1 })).rejects.toMatchObject({
    name: 'TooManyRequestsException',
    Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
    $metadata: { httpStatusCode: 429 },
  });
  expect(performance.now() - startedAt).toBeLessThan(1000);
  const ids = (await Promise.all(busy)).map(({ payload }) => payload.environmentId);
  expect(new Set(ids).size).toBe(3);
});

test('callers that keep every environment busy, one invocation each, are never refused', async () => {
  const { url, pids } = await start({ maxEnvironments: 2 });
  const worker = async (): Promise<number> => {
    let served = 0;
    for (; served < 50; served += 1) await invoke(url, { echo: served });
    return served;
  };
  expect(await Promise.all([worker(), worker()])).toEqual([50, 50]);
  expect(pids('obedient')).toHaveLength(2);
});

test('from inside, an invocation may wait for an environment, and is refused when none becomes free', async () => {
  const { invoke: invokeInside } = await start();
  const first = invokeInside('obedient', { sleep: 500 }, 10_000);
  const second = invokeInside('obedient', { echo: 1 }, 10_000);
  await expect(invokeInside('obedient', { echo: 1 }, 50)).rejects.toMatchObject({ status: 429 });
  await expect(invokeInside('obedient', { echo: 1 })).rejects.toMatchObject({ status: 429 });
  const outcomes = await Promise.all([first, second]);
  expect(outcomes.map(({ kind }) => kind)).toEqual(['response', 'response']);
});

test('a process that is killed in the middle fails its invocation alone', async () => {
  const { url, pids } = await start({ maxEnvironments: 2 });
  const doomed = invoke(url, { sleep: 30_000 });
  await vi.waitFor(() => expect(pids('obedient')).toHaveLength(1));
  const [pid = 0] = pids('obedient');
  const other = invoke(url, { sleep: 800 });
  await sleep(500);
  process.kill(pid, 'SIGKILL');
  const { error, payload } = await doomed;
  expect(error).toBe('Unhandled');
  expect(payload).toMatchObject({
    errorType: 'Runtime.ExitError',
    errorMessage: expect.stringMatching(/signal: killed$/),
  });
  expect((await other).payload.result).toBe('slept');
});

test('an invocation given to a process that ends before it takes it is served by another', async () => {
  const { invoke: invokeInside } = await start();
  for (let turn = 0; turn < 5; turn += 1) {
    // The runtime tells of the rejection, which frees the environment, and only then ends.
    const failed = await invokeInside('obedient', { rejectLater: true });
    const served = await invokeInside('obedient', { echo: turn });
    expect([failed.kind, served.kind]).toEqual(['failure', 'response']);
  }
});

test('a process that hangs after its answer is killed, and what was meant for it is served by another', async () => {
  const { invoke: invokeInside, pids } = await start({ timeoutSeconds: 2 });
  const answered = await invokeInside('obedient', { hangAfterAnswer: true });
  const [hanging] = pids('obedient');
  const served = await invokeInside('obedient', { echo: 1 });
  expect([answered.kind, served.kind]).toEqual(['response', 'response']);
  expect(pids('obedient')).not.toContain(hanging);
});

test('idle environments go, but not those that are kept warm', async () => {
  const { url, pids } = await start({ maxEnvironments: 3, prewarm: 1 }, { idleMs: 300 });
  await Promise.all([1, 2, 3].map(() => invoke(url, { sleep: 300 })));
  expect(pids('obedient')).toHaveLength(3);
  await vi.waitFor(() => expect(pids('obedient')).toHaveLength(1), 5000);
  await sleep(500);
  expect(pids('obedient')).toHaveLength(1);
});

test('environments that were started before anybody asked serve the first requests', async () => {
  const { url, pids } = await start({ maxEnvironments: 2, prewarm: 2 });
  const early = pids('obedient');
  expect(early).toHaveLength(2);
  const served = await Promise.all([1, 2].map(() => invoke(url, { sleep: 200 })));
  expect(served.map(({ payload }) => payload.pid).sort()).toEqual(early.sort());
});

test('a function sees its own environment, as on Lambda, and nothing of ours', async () => {
  vi.stubEnv('NETSWEEP_TEST_LEAK', 'visible');
  const { url } = await start({ environment: { NETSWEEP_POLICY: 'local' }, memoryMb: 256 });
  const { result } = (await invoke(url, { environment: true })).payload;
  expect(result).toMatchObject({
    NETSWEEP_POLICY: 'local',
    AWS_REGION: 'local-1',
    AWS_ENDPOINT_URL_LAMBDA: url,
    AWS_LAMBDA_FUNCTION_NAME: 'obedient',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
    AWS_LAMBDA_RUNTIME_API: expect.stringMatching(/^127\.0\.0\.1:\d+\//),
    LAMBDA_TASK_ROOT: bundles.obedient,
    TZ: 'UTC',
  });
  const foreign = Object.keys(result).filter((key) => !/^(AWS|LAMBDA|NETSWEEP)_/.test(key));
  expect(foreign.sort()).toEqual(['LANG', 'PATH', 'PWD', 'TZ', '_HANDLER']);
  expect(result).not.toHaveProperty('NETSWEEP_TEST_LEAK');
  expect((await invoke(url, { folder: true })).payload.result).toBe(bundles.obedient);
});

test('what a function writes comes line by line, and long lines are cut', async () => {
  const { url, lines } = await start();
  await invoke(url, { log: ['one', '{"two":2}', 'ü'.repeat(20_000), 'last'] });
  await vi.waitFor(() => expect(lines).toHaveLength(4));
  expect(lines.map(({ line }) => line)).toEqual([
    'one',
    '{"two":2}',
    `${'ü'.repeat(16_384)}…`,
    'last',
  ]);
  expect(new Set(lines.map(({ name }) => name))).toEqual(new Set(['obedient']));
});

test('stopping kills every process, ends what is under way, and refuses what comes after', async () => {
  const service = await start({ maxEnvironments: 2, prewarm: 2 });
  const { url, pids, stop } = service;
  const underWay = invoke(url, { sleep: 30_000 }).catch((error: Error) => error);
  await vi.waitFor(() => expect(pids('obedient')).toHaveLength(2));
  const before = pids('obedient');
  expect(await Promise.all(before.map(isRunning))).toEqual([true, true]);
  await stop();
  expect(await survivors(before, 0)).toEqual([]);
  expect(await underWay).toBeInstanceOf(Error);
  await expect(service.invoke('obedient', {})).rejects.toMatchObject({ status: 503 });
});
