import { describe, expect, it } from 'vitest';
import { madeOnce } from '#functions/api/made-once.ts';

/** A store that remembers what each request made. */
const store = () => {
  const made: [requestId: string | null, thing: number][] = [];
  return {
    made,
    find: async (id: string) => made.flatMap(([by, thing]) => (by === id ? [thing] : [])),
    makeFor: (id: string | null) => async () => {
      made.push([id, made.length]);
      return [made.length - 1];
    },
  };
};
const lost = new Error('the reply was lost');

describe('what a request makes', () => {
  it('is made anew each time where the request has no id', async () => {
    const { made, find, makeFor } = store();
    await madeOnce(null, find, makeFor(null));
    await madeOnce(null, find, makeFor(null));
    expect(made).toHaveLength(2);
  });

  it('is found when the request is repeated', async () => {
    const { made, find, makeFor } = store();
    const first = await madeOnce('a', find, makeFor('a'));
    expect(await madeOnce('a', find, makeFor('a'))).toEqual(first);
    expect(await madeOnce('b', find, makeFor('b'))).not.toEqual(first);
    expect(made).toHaveLength(2);
  });

  it('F02: is found when the reply to making it was lost', async () => {
    const { made, find, makeFor } = store();
    const losing = async () => {
      await makeFor('a')();
      throw lost;
    };
    expect(await madeOnce('a', find, losing)).toEqual([0]);
    expect(made).toHaveLength(1);
  });

  it('is missing, with the reason why, when it was not made or nobody can look', async () => {
    const { find } = store();
    const failing = () => Promise.reject(lost);
    await expect(madeOnce('a', find, failing)).rejects.toBe(lost);
    let looks = 0;
    const findOnce = async () => {
      looks += 1;
      if (looks > 1) throw new Error('down');
      return [];
    };
    await expect(madeOnce('a', findOnce, failing)).rejects.toBe(lost);
  });
});
