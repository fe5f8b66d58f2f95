import { build } from 'esbuild';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ApiError, Outage } from '#client/api-error.ts';
import { apiAt } from '#client/client.ts';
import { pages } from '#client/pages.ts';
import { parts } from '#client/parts.ts';
import { told } from '#client/told.ts';
import { fakeTask, problem } from '#test/unit/cli/fake-answers.ts';
import { type FakeApi, startFakeApi } from '#test/unit/cli/fake-api.ts';

let fake: FakeApi;
beforeEach(async () => {
  fake = await startFakeApi();
  for (let id = 1; id <= 1001; id += 1) fake.state.tasks.set(id, fakeTask({ id }));
});
afterEach(() => fake.stop());
const api = () => apiAt(fake);
const at = (id: number) => ({ params: { path: { id } } });

describe('the client', () => {
  it('tells what the API answers, with members that it does not know', async () => {
    fake.state.intercept = () => ({ status: 200, body: { ...fakeTask({ id: 7 }), colour: 'red' } });
    expect(await told(api().GET('/v1/tasks/{id}', at(7)))).toMatchObject({ id: 7, colour: 'red' });
  });

  it('throws what the API refuses, with its code, its words and the rest of what it says', async () => {
    const refused = problem(409, 'duplicate-task', 'A task like this exists.', { existing_id: 3 });
    fake.state.intercept = () => refused;
    const error = await api()
      .GET('/v1/tasks/{id}', at(7))
      .catch((thrown: ApiError) => thrown);
    expect(error).toMatchObject({ name: 'ApiError', status: 409, code: 'duplicate-task' });
    expect(error).toMatchObject({ body: { existing_id: 3 }, message: 'A task like this exists.' });
  });

  it('is an outage where an answer is not what was asked for, and says where', async () => {
    fake.state.intercept = () => ({ status: 200, body: { tasks: [{ id: 'one' }], next: null } });
    const asking = api().GET('/v1/tasks');
    await expect(asking).rejects.toThrow(
      /Netsweep's API \(status 200 to GET \/v1\/tasks: tasks\.0\./,
    );
    await expect(asking).rejects.toBeInstanceOf(Outage);
  });

  it('walks through a list by its cursor', async () => {
    const ids: number[] = [];
    const walk = pages('tasks', (query) => api().GET('/v1/tasks', { params: { query } }));
    for await (const tasks of walk) ids.push(...tasks.map(({ id }) => id));
    expect(ids).toEqual(Array.from({ length: 1001 }, (_, index) => index + 1));
    expect(fake.sent('GET', '/v1/tasks')).toHaveLength(2);
  });

  it('puts the parts of a document together, an empty one too', async () => {
    const path = '/v1/tasks/1/hosts.csv';
    let text = '';
    const document = parts((query) =>
      api().GET('/v1/tasks/{id}/hosts.csv', {
        params: { path: { id: 1 }, query },
        parseAs: 'text',
      }),
    );
    for await (const part of document) text += part;
    expect(text).toBe(`head of ${path}\ntail of it\n`);
    fake.state.intercept = () => ({
      status: 200,
      body: '',
      headers: { 'content-type': 'text/csv' },
    });
    const empty = { params: { path: { id: 1 } }, parseAs: 'text' } as const;
    expect((await api().GET('/v1/tasks/{id}/hosts.csv', empty)).data ?? '').toBe('');
  });

  it('ends at once, also in a pause, when it is told to', async () => {
    const slow = { ...problem(429, 'rate-limited', 'Slow down.'), headers: { 'retry-after': '5' } };
    fake.state.intercept = () => slow;
    const signal = AbortSignal.timeout(150);
    const before = performance.now();
    await expect(api().GET('/v1/tasks', { signal })).rejects.toMatchObject({
      name: 'TimeoutError',
    });
    expect(performance.now() - before).toBeLessThan(3000);
  });

  it('asks without a token where the page that asks has a session of its own', async () => {
    const { api: place } = fake;
    await expect(apiAt({ api: place }).GET('/v1/tasks')).rejects.toMatchObject({ status: 401 });
  });

  it('holds nothing that a browser has not', async () => {
    const entryPoints = ['client', 'pages', 'parts'].map((name) => `client/${name}.ts`);
    const { errors, outputFiles } = await build({
      entryPoints,
      bundle: true,
      platform: 'browser',
      format: 'esm',
      write: false,
      outdir: 'unused',
      logLevel: 'silent',
    });
    expect(errors).toEqual([]);
    expect(outputFiles).toHaveLength(3);
  });
});
