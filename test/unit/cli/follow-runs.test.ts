import { describe, expect, it } from 'vitest';
import { followRuns } from '#cli/scan/follow-runs.ts';
import { fakeRun } from './fake-answers.ts';

describe('following runs', () => {
  const never = new AbortController().signal;

  it('asks a few at once, each until it has ended, and gives all of them', async () => {
    let [now, most] = [0, 0];
    const asked = new Map<number, number>();
    const run = async (id: number) => {
      now += 1;
      most = Math.max(most, now);
      await new Promise(setImmediate);
      now -= 1;
      const times = (asked.get(id) ?? 0) + 1;
      asked.set(id, times);
      return fakeRun({ id, state: times > id % 2 ? 'done' : 'probing' });
    };
    const started = Array.from({ length: 20 }, (_, at) => fakeRun({ id: at + 1 }));
    const ended = await followRuns({ run }, started, { signal: never, onProgress: () => {} });
    expect(ended.map(({ id, state }) => [id, state])).toEqual(
      started.map(({ id }) => [id, 'done']),
    );
    expect([...asked.values()].toSorted()).toEqual([...Array(10).fill(1), ...Array(10).fill(2)]);
    expect(most).toBeLessThanOrEqual(8);
  });

  it('asks nothing of runs that have ended already', async () => {
    const run = () => Promise.reject(new Error('asked'));
    const done = [fakeRun({ state: 'done' })];
    expect(await followRuns({ run }, done, { signal: never, onProgress: () => {} })).toEqual(done);
  });
});
