import { describe, expect, it } from 'vitest';
import { LAMBDA, lambdaModel } from '#test/simulation/lambda-model.ts';
import { simulatedClock } from '#test/simulation/simulated-clock.ts';

const WORK_MS = 60_000;
const nothing = async (): Promise<void> => {};

/** Lambda with work of a minute each, and how its invocations ended. */
const modelWith = (more: Partial<Parameters<typeof lambdaModel>[0]> = {}) => {
  const clock = simulatedClock(0);
  let worked = 0;
  const work = async () => {
    await clock.sleep(WORK_MS);
    worked += 1;
    return 'done';
  };
  const chance = () => 0.5;
  const model = lambdaModel({
    clock,
    chance,
    work,
    concurrency: 10_000,
    lost: 0,
    doubled: 0,
    ...more,
  });
  let open = 0;
  const answers: unknown[] = [];
  const invoke = (times: number): void => {
    open += times;
    for (let i = 0; i < times; i += 1) {
      model
        .invoke({})
        .then(
          (answer) => answers.push(answer),
          (error: Error) => answers.push(error.message),
        )
        .finally(() => {
          open -= 1;
        });
    }
  };
  const finish = () =>
    clock.run(
      () => open === 0,
      async () => {},
    );
  return { clock, model, answers, invoke, finish, worked: () => worked };
};
const throttled = { throttled: { retryAfterMs: null } };

describe("Lambda's limits", () => {
  it('grow a function by a thousand environments at once, and throttle the rest', async () => {
    const { invoke, finish, answers, model } = modelWith();
    invoke(LAMBDA.growth + 5);
    await finish();
    expect(
      answers.filter((answer) => JSON.stringify(answer) === JSON.stringify(throttled)),
    ).toHaveLength(5);
    expect(model.counts()).toMatchObject({
      throttled: 5,
      cold: LAMBDA.growth,
      mostAtOnce: LAMBDA.growth,
    });
  });

  it('let it grow by as many again within ten seconds', async () => {
    const { invoke, finish, model, clock } = modelWith();
    invoke(LAMBDA.growth);
    await finish();
    // By now the warm ones can serve, and the function may grow by as many.
    await Promise.all([
      clock.sleep(10_000),
      clock.run(() => clock.now() > WORK_MS + 10_000, nothing),
    ]);
    invoke(2 * LAMBDA.growth);
    await finish();
    expect(model.counts()).toMatchObject({ throttled: 0, cold: 2 * LAMBDA.growth });
  });

  it('keep a function below its concurrency', async () => {
    const { invoke, finish, model } = modelWith({ concurrency: 3 });
    invoke(5);
    await finish();
    expect(model.counts()).toMatchObject({ invocations: 3, throttled: 2, mostAtOnce: 3 });
  });
});

describe('mishaps', () => {
  it('lose an invocation on its way in: nobody works, and the caller waits until it gives up', async () => {
    const { invoke, finish, answers, worked, clock } = modelWith({ lost: 1, chance: () => 0.4 });
    invoke(1);
    await finish();
    expect(answers).toEqual(['no answer']);
    expect(worked()).toBe(0);
    expect(clock.now()).toBeGreaterThanOrEqual(LAMBDA.answerTimeoutMs);
  });

  it('lose an answer on its way out: the work is done all the same', async () => {
    const { invoke, finish, answers, worked } = modelWith({ lost: 1, chance: () => 0.6 });
    invoke(1);
    await finish();
    expect(answers).toEqual(['no answer']);
    expect(worked()).toBe(1);
  });

  it('run an invocation twice, and give one answer', async () => {
    const { invoke, finish, answers, worked } = modelWith({ doubled: 1 });
    invoke(1);
    await finish();
    expect(answers).toEqual([{ payload: 'done' }]);
    expect(worked()).toBe(2);
  });
});
