import { describe, expect, it } from 'vitest';
import { cancelRun } from '#functions/api/cancel-run.ts';
import { cursorAfter } from '#functions/api/cursor.ts';
import { getRun } from '#functions/api/get-run.ts';
import { listRuns } from '#functions/api/list-runs.ts';
import { NOW, principalOf, sampleRun, sampleTask } from '#test/support/samples.ts';

const viewer = principalOf('viewer');
const operator = principalOf('operator');
const surroundings = { policy: 'local' as const, now: async () => NOW };

describe('a run', () => {
  it('is read on behalf of who asks', async () => {
    const runs = {
      get: async (id: number, { owner }: { owner: string }) =>
        owner === 'owner of viewer' ? sampleRun({ id }) : null,
    };
    expect(await getRun(70, viewer, { runs, ...surroundings })).toMatchObject({ id: 70 });
    await expect(getRun(70, operator, { runs, ...surroundings })).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  it('is cancelled, and reads back so', async () => {
    let state: 'probing' | 'cancelled' = 'probing';
    const deps = {
      runs: { get: async () => sampleRun({ state }) },
      planning: {
        cancel: async () => {
          state = 'cancelled';
          return true;
        },
      },
      ...surroundings,
    };
    expect(await cancelRun(70, operator, deps)).toMatchObject({ state: 'cancelled' });
  });

  it('that is over stays as it ended', async () => {
    const deps = {
      runs: { get: async () => sampleRun({ state: 'done' }) },
      planning: { cancel: async () => false },
      ...surroundings,
    };
    expect(await cancelRun(70, operator, deps)).toMatchObject({ state: 'done' });
  });

  it('of somebody else is not cancelled', async () => {
    const deps = {
      runs: { get: async () => null },
      planning: { cancel: () => Promise.reject(new Error('must not be asked')) },
      ...surroundings,
    };
    await expect(cancelRun(70, operator, deps)).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('the runs of a task', () => {
  const pageOf = (limit: number, cursor?: string) =>
    listRuns(7, { limit, ...(cursor && { cursor }) }, viewer, {
      tasks: { get: async (id) => (id === 7 ? sampleTask() : null) },
      runs: {
        listOfTask: async (_id, { limit: most, after = 4 }) => {
          const runs = [3, 2, 1].filter((id) => id < after).map((id) => sampleRun({ id }));
          const page = runs.slice(0, most);
          return { runs: page, next: runs.length > most ? (page.at(-1)?.id ?? null) : null };
        },
      },
      ...surroundings,
    });

  it('come page by page', async () => {
    const first = await pageOf(2);
    expect(first.runs.map(({ id }) => id)).toEqual([3, 2]);
    const second = await pageOf(2, first.next ?? '');
    expect(second).toMatchObject({ runs: [{ id: 1 }], next: null });
  });

  it('do not go on from a place in another list', async () => {
    await expect(pageOf(2, cursorAfter('runs of 8', 3) ?? '')).rejects.toMatchObject({
      code: 'validation-error',
    });
  });

  it('of a task that is not theirs are as absent as the task', async () => {
    const none = listRuns(7, { limit: 1 }, viewer, {
      tasks: { get: async () => null },
      runs: { listOfTask: async () => ({ runs: [], next: null }) },
      ...surroundings,
    });
    await expect(none).rejects.toMatchObject({ code: 'not-found' });
  });
});
