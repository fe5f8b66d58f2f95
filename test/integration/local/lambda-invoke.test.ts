import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { expect, test } from 'vitest';
import {
  clientOf,
  functionOf,
  invoke,
  startLambda,
  useBundles,
} from '#test/support/local-lambda.ts';
import { useTempFolder } from '#test/support/temp-folder.ts';

const bundles = await useBundles('obedient', 'dead-at-import', 'slow-to-start', 'without-handler');
const folder = await useTempFolder();
const obedient = functionOf(bundles.obedient);
const start = (more = {}) => startLambda({ functions: { obedient: { ...obedient, ...more } } });

test('an invocation comes back with what the handler returned', async () => {
  const { url } = await start();
  expect(await invoke(url, { echo: { deep: ['ü', 1] } })).toMatchObject({
    status: 200,
    error: undefined,
    payload: { result: { deep: ['ü', 1] } },
  });
});

test('an event may be left out, and nothing may be returned', async () => {
  const { url } = await start();
  const { payload } = await invoke(url, '');
  expect(payload).toMatchObject({ environmentId: expect.any(String) });
  expect(payload).not.toHaveProperty('result');
});

test('a function is found by its name, its ARN and its partial ARN, with a qualifier or not', async () => {
  const { url } = await start();
  const arn = 'arn:aws:lambda:local-1:000000000000:function:obedient';
  for (const FunctionName of ['obedient', 'obedient:live', arn, `${arn}:live`, arn.slice(23)]) {
    expect((await invoke(url, { echo: 1 }, { FunctionName })).payload.result).toBe(1);
  }
  const qualified = await invoke(url, { echo: 1 }, { Qualifier: 'live' });
  expect(qualified.payload.context.invokedFunctionArn).toBe(arn);
});

test('the context is that of Lambda, and its time runs down', async () => {
  const { url } = await start({ timeoutSeconds: 5 });
  const { payload } = await invoke(url, { echo: 1 });
  expect(payload.remainingMs).toBeGreaterThan(4000);
  expect(payload.remainingMs).toBeLessThanOrEqual(5000);
  expect(payload.context).toEqual({
    callbackWaitsForEmptyEventLoop: true,
    awsRequestId: expect.stringMatching(/^[\da-f]{8}-[\da-f-]{27}$/),
    functionName: 'obedient',
    functionVersion: '$LATEST',
    invokedFunctionArn: 'arn:aws:lambda:local-1:000000000000:function:obedient',
    memoryLimitInMB: '128',
    logGroupName: '/aws/lambda/obedient',
    logStreamName: '$LATEST',
  });
});

test.each([
  ['a thrown error', { throw: 'out of range' }, 'RangeError', 'out of range'],
  ['a thrown text', { throwText: 'just so' }, 'string', 'just so'],
  [
    'an exit',
    { exit: 3 },
    'Runtime.ExitError',
    /^RequestId: \S+ Error: Runtime exited with error: exit status 3$/,
  ],
  [
    'an exit without a reason',
    { exit: 0 },
    'Runtime.ExitError',
    /exited without providing a reason/,
  ],
  ['an abort', { abort: true }, 'Runtime.ExitError', /signal: aborted/],
  [
    'a rejection that nobody handles',
    { rejectLater: true },
    'Runtime.UnhandledPromiseRejection',
    'nobody listens',
  ],
  ['a circle in the result', { circle: true }, 'TypeError', /circular structure/],
])('%s is a function error, and the next invocation is served', async (_, event, type, message) => {
  const { url } = await start();
  const { status, error, payload } = await invoke(url, event);
  expect({ status, error }).toEqual({ status: 200, error: 'Unhandled' });
  expect(payload.errorType).toBe(type);
  expect(payload.errorMessage).toMatch(message);
  expect((await invoke(url, { echo: 'again' })).payload.result).toBe('again');
});

test('a thrown error brings its stack, with the names of the sources', async () => {
  const { url, lines } = await start();
  const { payload } = await invoke(url, { throw: 'up' });
  expect(payload.trace.join('\n')).toMatch(/test\/support\/handlers\/obedient\.ts:\d+:\d+/);
  expect(lines.map(({ line }) => line).join()).toContain('Invoke Error');
});

test('a function that takes too long is killed, and its process is gone', async () => {
  const { url, pids } = await start({ timeoutSeconds: 1 });
  const { payload: before } = await invoke(url, { echo: 1 });
  const startedAt = performance.now();
  const { error, payload } = await invoke(url, { sleep: 60_000 });
  expect(performance.now() - startedAt).toBeLessThan(5000);
  expect(error).toBe('Unhandled');
  expect(payload).toEqual({
    errorType: 'Sandbox.Timedout',
    errorMessage: expect.stringMatching(/Task timed out after 1\.00 seconds$/),
  });
  expect(pids('obedient')).toEqual([]);
  const { payload: after } = await invoke(url, { echo: 1 });
  expect(after.environmentId).not.toBe(before.environmentId);
});

test('a function that outgrows its memory ends with an exit error', async () => {
  const { url } = await start({ memoryMb: 64, timeoutSeconds: 50 });
  const { payload } = await invoke(url, { allocate: true });
  expect(payload.errorType).toBe('Runtime.ExitError');
  expect((await invoke(url, { echo: 1 })).payload.result).toBe(1);
});

test('a bundle that cannot be loaded is a function error that says why, each time', async () => {
  const { url } = await startLambda({
    functions: {
      dead: functionOf(bundles['dead-at-import']),
      nameless: functionOf(bundles['without-handler']),
    },
  });
  for (const _ of [1, 2]) {
    const { error, payload } = await invoke(url, {}, { FunctionName: 'dead' });
    expect(error).toBe('Unhandled');
    expect(payload).toMatchObject({
      errorType: 'TypeError',
      errorMessage: 'this module cannot be loaded',
    });
  }
  const { payload } = await invoke(url, {}, { FunctionName: 'nameless' });
  expect(payload.errorType).toBe('Runtime.HandlerNotFound');
});

test.each([
  ['misses a package', "import 'no-such-package';", 'Runtime.ImportModuleError'],
  ['is no JavaScript', 'export const handler = (', 'Runtime.UserCodeSyntaxError'],
])('a bundle that %s is a function error of its own type', async (name, text, type) => {
  await mkdir(join(folder, name));
  await writeFile(join(folder, name, 'index.mjs'), text);
  const { url } = await startLambda({ functions: { broken: functionOf(join(folder, name)) } });
  const { error, payload } = await invoke(url, {}, { FunctionName: 'broken' });
  expect({ error, type: payload.errorType }).toEqual({ error: 'Unhandled', type });
});

test('a function that does not start in time is given up', async () => {
  const { url } = await startLambda({
    functions: { slow: functionOf(bundles['slow-to-start']) },
    initTimeoutMs: 1000,
  });
  const { error, payload } = await invoke(url, {}, { FunctionName: 'slow' });
  expect(error).toBe('Unhandled');
  expect(payload.errorMessage).toMatch(/timed out after 1\.00 seconds/);
});

test('an unknown function is not found', async () => {
  const { url } = await start();
  await expect(invoke(url, {}, { FunctionName: 'nobody' })).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: expect.stringContaining('function:nobody'),
    $metadata: { httpStatusCode: 404 },
  });
});

test.each([
  ['{"half":', 'InvalidRequestContentException'],
  ['not json', 'InvalidRequestContentException'],
])('an event that is no JSON is refused: %s', async (payload, name) => {
  const { url } = await start();
  await expect(invoke(url, payload)).rejects.toMatchObject({
    name,
    $metadata: { httpStatusCode: 400 },
  });
});

test('a name, or a type of invocation, that is none is refused', async () => {
  const { url } = await start();
  const path = '2015-03-31/functions/obedient/invocations';
  const post = (at: string, type: string) =>
    fetch(`${url}/${at}`, { method: 'POST', headers: { 'x-amz-invocation-type': type } });
  for (const [at, type] of [
    [path, 'Whatever'],
    [path, '__proto__'],
    [path.replace('obedient', 'no%20name'), 'Event'],
    [path.replace('obedient', '%zz'), 'Event'],
  ] as const) {
    const response = await post(at, type);
    expect(response.status).toBe(400);
    expect(response.headers.get('x-amzn-errortype')).toBe('InvalidParameterValueException');
  }
});

test('a dry run checks, and runs nothing', async () => {
  const { url, pids } = await start();
  expect((await invoke(url, {}, { InvocationType: 'DryRun' })).status).toBe(204);
  expect(pids('obedient')).toEqual([]);
});

const SYNC_BYTES = 6 * 1024 * 1024;
const EVENT_BYTES = 1024 * 1024;
const jsonOf = (bytes: number): string => JSON.stringify({ nothing: 'x'.repeat(bytes - 14) });

test('an event of 6 MB is taken, one byte more is refused', async () => {
  const { url } = await start({ memoryMb: 512 });
  expect(jsonOf(100)).toHaveLength(100);
  expect((await invoke(url, jsonOf(SYNC_BYTES))).status).toBe(200);
  await expect(invoke(url, jsonOf(SYNC_BYTES + 1))).rejects.toMatchObject({
    name: 'RequestTooLargeException',
    $metadata: { httpStatusCode: 413 },
  });
});

test('a queued event of 1 MB is taken, one byte more is refused', async () => {
  const { url, drain } = await start();
  const InvocationType = 'Event';
  const { status } = await invoke(url, jsonOf(EVENT_BYTES), { InvocationType });
  expect(status).toBe(202);
  await expect(invoke(url, jsonOf(EVENT_BYTES + 1), { InvocationType })).rejects.toMatchObject({
    name: 'RequestTooLargeException',
  });
  await drain();
});

test('a result over 6 MB is a function error, and the environment goes on', async () => {
  const { url } = await start({ memoryMb: 512 });
  const { payload: first } = await invoke(url, { echo: 1 });
  const { error, payload } = await invoke(url, { blow: SYNC_BYTES + 1 });
  expect(error).toBe('Unhandled');
  expect(payload.errorType).toBe('Function.ResponseSizeTooLarge');
  expect((await invoke(url, { echo: 1 })).payload.environmentId).toBe(first.environmentId);
});

test('with an access key, only who has it may invoke', async () => {
  const { url } = await startLambda({ functions: { obedient }, accessKeyId: 'AKIDRIGHT' });
  const command = new InvokeCommand({ FunctionName: 'obedient', Payload: '{}' });
  await expect(clientOf(url, 'AKIDWRONG').send(command)).rejects.toMatchObject({
    name: 'UnrecognizedClientException',
  });
  expect((await clientOf(url, 'AKIDRIGHT').send(command)).StatusCode).toBe(200);
});

test('other paths are refused, and strangers at the Runtime API too', async () => {
  const { url } = await start();
  const stranger = '00000000-0000-4000-8000-000000000000';
  const next = `runtime/${stranger}/2018-06-01/runtime/invocation/next`;
  for (const path of ['', '2015-03-31/functions', next]) {
    expect((await fetch(`${url}/${path}`)).status).toBe(404);
  }
});
