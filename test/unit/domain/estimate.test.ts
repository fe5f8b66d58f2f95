import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estimateOf } from '#shared/domain/estimate.ts';
import { PRICES_AS_OF } from '#shared/domain/prices.ts';
import { planOf } from '#shared/domain/run-plan.ts';
import { taskOptions } from '#shared/domain/task-options.ts';

const taskAt = (network: string, tcpPorts: string, options = {}) => ({
  network,
  tcpPorts,
  udpPorts: '',
  options: taskOptions.parse(options),
});
const lambda = { atOnce: 100, memoryMb: 1024 };

const anyTask = fc
  .record({
    prefix: fc.integer({ min: 18, max: 32 }),
    last: fc.integer({ min: 1, max: 200 }),
    rate: fc.integer({ min: 10, max: 100_000 }),
    rate_per_host: fc.option(fc.integer({ min: 1, max: 1000 })),
  })
  .map(({ prefix, last, ...options }) => taskAt(`10.0.0.0/${prefix}`, `1-${last}`, options));

describe('an estimate', () => {
  it('is what the planner plans, at the rate of the task', () => {
    const estimate = estimateOf([taskAt('10.0.0.0/24', '1-100', { rate: 1000 })], lambda);
    // 25,600 pairs, 2 tries each, 1,000 a second; then the last tries of each of 16 chunks, done side by side.
    expect(estimate).toMatchObject({ addresses: 256, probes: 25_600, chunks: 16, seconds: 54 });
    expect(estimate.packetsPerSecond).toBeLessThanOrEqual(1000);
    expect(estimate.pricesAsOf).toBe(PRICES_AS_OF);
  });

  it('counts what the plan counts, and never promises more than the rate', () => {
    fc.assert(
      fc.property(anyTask, (task) => {
        const plan = planOf(task);
        const estimate = estimateOf([task], lambda);
        expect(estimate).toMatchObject({ addresses: plan.addresses, probes: plan.probes });
        const { rate, rate_per_host } = task.options;
        const pace = Math.min(rate, (rate_per_host ?? rate) * plan.addresses);
        expect(estimate.seconds).toBeGreaterThanOrEqual((2 * plan.probes) / pace);
        expect(estimate.packetsPerSecond).toBeLessThanOrEqual(Math.ceil(pace));
      }),
    );
  });

  it('of several tasks costs their sum, and takes the time of the longest or of all the scanners', () => {
    fc.assert(
      fc.property(fc.array(anyTask, { minLength: 1, maxLength: 5 }), (tasks) => {
        const together = estimateOf(tasks, lambda);
        const alone = tasks.map((task) => estimateOf([task], lambda));
        const cost = alone.reduce((sum, { costUsd }) => sum + costUsd, 0);
        expect(together.costUsd).toBeCloseTo(cost, 4);
        expect(together.seconds).toBeGreaterThanOrEqual(Math.max(...alone.map((a) => a.seconds)));
        const oneByOne = alone.reduce((sum, { seconds }) => sum + seconds, 0);
        expect(together.seconds).toBeLessThanOrEqual(oneByOne);
      }),
    );
  });

  it('costs nothing where scanners do not', () => {
    const local = { atOnce: 100, memoryMb: null };
    expect(estimateOf([taskAt('10.0.0.0/24', '22')], local).costUsd).toBe(0);
  });
});
