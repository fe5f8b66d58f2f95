import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import type { DeadLetter } from '#infra/local/lambda/dead-letter.ts';
import { functionOf, invoke, startLambda, useBundles } from '#test/support/local-lambda.ts';
import { useTempFolder } from '#test/support/temp-folder.ts';

const bundles = await useBundles('obedient');
const folder = await useTempFolder();
const InvocationType = 'Event';

const start = async (more = {}, options = {}) => {
  const letters: DeadLetter[] = [];
  const service = await startLambda({
    functions: { obedient: functionOf(bundles.obedient, more) },
    retryDelaysMs: [50, 100],
    onDeadLetter: (letter) => letters.push(letter),
    ...options,
  });
  /** Request ids, in order, of the attempts that a handler saw fail. */
  const failures = () =>
    service.lines
      .filter(({ line }) => line.includes('Invoke Error'))
      .map(({ line }) => JSON.parse(line).requestId);
  return { ...service, letters, failures };
};

test('an event is taken at once and handled after', async () => {
  const { url, drain, lines, letters } = await start();
  const startedAt = performance.now();
  const { status, payload } = await invoke(url, { log: ['handled'] }, { InvocationType });
  expect({ status, payload }).toEqual({ status: 202, payload: null });
  expect(performance.now() - startedAt).toBeLessThan(1000);
  await drain();
  await vi.waitFor(() => expect(lines).toEqual([{ name: 'obedient', line: 'handled' }]));
  expect(letters).toEqual([]);
});

test('a failing event is tried twice more under one request id, and is then given up', async () => {
  const deadLetterFile = join(folder, 'letters.jsonl');
  const { url, drain, letters, failures } = await start({}, { deadLetterFile });
  await invoke(url, { throw: 'always' }, { InvocationType });
  await drain();
  await vi.waitFor(() => expect(failures()).toHaveLength(3));
  expect(new Set(failures()).size).toBe(1);
  expect(letters).toEqual([
    {
      version: '1.0',
      timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
      requestContext: {
        requestId: failures()[0],
        functionArn: 'arn:aws:lambda:local-1:000000000000:function:obedient',
        condition: 'RetriesExhausted',
        approximateInvokeCount: 3,
      },
      requestPayload: { throw: 'always' },
      responseContext: {
        statusCode: 200,
        executedVersion: '$LATEST',
        functionError: 'Unhandled',
      },
      responsePayload: expect.objectContaining({ errorType: 'RangeError' }),
    },
  ]);
  const written = (await readFile(deadLetterFile, 'utf8')).trimEnd().split('\n');
  expect(written.map((line) => JSON.parse(line))).toEqual(letters);
});

test('the delays between the tries are those asked for', async () => {
  const { url, drain } = await start({}, { retryDelaysMs: [300, 600] });
  const startedAt = performance.now();
  await invoke(url, { throw: 'always' }, { InvocationType });
  await drain();
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(890);
});

test('a function may ask for no retries at all', async () => {
  const { url, drain, letters } = await start({ events: { retries: 0 } });
  await invoke(url, { exit: 1 }, { InvocationType });
  await drain();
  expect(letters.map(({ requestContext }) => requestContext)).toMatchObject([
    { condition: 'RetriesExhausted', approximateInvokeCount: 1 },
  ]);
});

test('events wait for a free environment, and none is lost', async () => {
  const { url, send, drain, lines, letters } = await start({ maxEnvironments: 2 });
  await invoke(url, { echo: 1 });
  const wanted = Array.from({ length: 40 }, (_, index) => `event ${index}`);
  for (const text of wanted) send('obedient', { log: [text] });
  await drain();
  await vi.waitFor(() => expect(lines).toHaveLength(40));
  expect(lines.map(({ line }) => line).sort()).toEqual(wanted.sort());
  expect(letters).toEqual([]);
});

test('an event that waited too long is given up without an attempt', async () => {
  const { url, send, drain, letters } = await start({ events: { maxAgeSeconds: 0.3 } });
  const busy = invoke(url, { sleep: 1500 });
  await sleep(200);
  send('obedient', { echo: 'too old' });
  await drain();
  expect((await busy).payload.result).toBe('slept');
  expect(letters).toHaveLength(1);
  expect(letters[0]).toMatchObject({
    requestContext: { condition: 'EventAgeExceeded', approximateInvokeCount: 0 },
    requestPayload: { echo: 'too old' },
  });
  expect(letters[0]).not.toHaveProperty('responsePayload');
});

test('draining waits for retries, and for what is invoked synchronously', async () => {
  const { url, drain } = await start({ maxEnvironments: 2 });
  let isAnswered = false;
  const answered = invoke(url, { sleep: 600 }).then(() => {
    isAnswered = true;
  });
  await sleep(300);
  await drain();
  await answered;
  expect(isAnswered).toBe(true);
});

test('a queued event does not keep the service from stopping', async () => {
  const { url, stop, letters } = await start({}, { retryDelaysMs: [60_000] });
  await invoke(url, { throw: 'later again' }, { InvocationType });
  await sleep(500);
  const startedAt = performance.now();
  await stop();
  expect(performance.now() - startedAt).toBeLessThan(2000);
  expect(letters).toEqual([]);
});
