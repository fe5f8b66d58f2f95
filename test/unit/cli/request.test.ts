import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { clientOf } from '#cli/client.ts';
import { exitStatusOf } from '#cli/exit-status.ts';
import { isHealthy } from '#cli/is-healthy.ts';
import { errorLine } from '#cli/view/error-line.ts';
import { ApiError, Outage } from '#client/api-error.ts';
import { fakeTask, problem } from './fake-answers.ts';
import { type FakeApi, type FakeReply, startFakeApi } from './fake-api.ts';

let fake: FakeApi;
beforeEach(async () => {
  fake = await startFakeApi();
  fake.state.tasks.set(1, fakeTask({}));
});
afterEach(() => fake.stop());

const client = () => clientOf(fake);
const answerOnce = (reply: FakeReply): void => {
  let left = 1;
  fake.state.intercept = () => (left-- > 0 ? reply : undefined);
};
const answerAlways = (reply: FakeReply): void => {
  fake.state.intercept = () => reply;
};
const refusal = async (asking: Promise<unknown>) => {
  const error = await asking.then(
    () => expect.unreachable('it was answered'),
    (thrown: unknown) => thrown,
  );
  return { error, line: errorLine(error), status: exitStatusOf(error) };
};

describe('a question to the API', () => {
  it('is asked again after 429, also where it changes something, as late as the API says', async () => {
    answerOnce({ ...problem(429, 'rate-limited', 'Slow down.'), headers: { 'retry-after': '1' } });
    const before = performance.now();
    expect(await client().startRuns([1])).toHaveLength(1);
    expect(performance.now() - before).toBeGreaterThan(950);
  });

  it('is asked once where it changes something and the answer is an outage', async () => {
    answerAlways(problem(503, 'dependency-unavailable', 'Try again.'));
    const { status } = await refusal(client().startRuns([1]));
    expect([status, fake.sent('POST', '/v1/runs')]).toEqual([
      1,
      expect.objectContaining({ length: 1 }),
    ]);
  });

  it('names the places of a body that is wrong', async () => {
    const errors = [{ pointer: '/networks/0', code: 'not-a-network' }];
    answerAlways(problem(422, 'validation-error', 'The request is wrong.', { errors }));
    const { error, line, status } = await refusal(client().task(1));
    expect(error).toBeInstanceOf(ApiError);
    expect([line, status]).toEqual([
      'error: The request is wrong. (/networks/0: not-a-network)',
      2,
    ]);
  });

  it('understands what a gateway in front of the API says', async () => {
    answerAlways({ status: 413, body: { message: 'Request Too Long' } });
    expect((await refusal(client().task(1))).line).toBe('error: Request Too Long');
    answerAlways({ status: 403, body: '<html>', headers: { 'content-type': 'text/html' } });
    expect((await refusal(client().task(1))).line).toBe('error: the API answered with status 403');
  });

  it.each<[string, FakeReply]>([
    ['a page', { status: 200, body: '<html>', headers: { 'content-type': 'text/html' } }],
    ['JSON of another kind', { status: 200, body: { id: 'one' } }],
    ['half of a body', { status: 200, body: '{"id":' }],
    ['nothing', { status: 204 }],
    ['another place', { status: 302, headers: { location: 'http://127.0.0.1:1/' } }],
  ])('is an outage where the answer is %s', async (_what, reply) => {
    answerAlways(reply);
    const { error, status } = await refusal(client().task(1));
    expect(error).toBeInstanceOf(Outage);
    expect(status).toBe(1);
  });

  it('stops at a list that never ends', async () => {
    answerAlways({ status: 200, body: { tasks: [], next: 'again' } });
    const readAll = async () => {
      for await (const page of client().tasks()) expect(page).toEqual([]);
    };
    expect((await refusal(readAll())).line).toContain('pages in a circle');
  });
});

describe('health', () => {
  it('is what a healthy Netsweep says of itself, and nothing else', async () => {
    expect(await isHealthy(fake.api, 2000)).toBe(true);
    answerAlways({ status: 200, body: { ok: true } });
    expect(await isHealthy(fake.api, 2000)).toBe(false);
    answerAlways(problem(503, 'dependency-unavailable', 'no'));
    expect(await isHealthy(fake.api, 2000)).toBe(false);
    await fake.stop();
    expect(await isHealthy(fake.api, 2000)).toBe(false);
  });
});
