import { describe, expect, it } from 'vitest';
import { admitBy } from '#shared/runtime/request-rate.ts';

/** An allowance of so many requests that does not grow, and a clock that stands still. */
const allowanceOf = (most: number) => {
  const state = { left: most, asked: 0, nowMs: 1000 };
  const admit = admitBy(
    async (_caller, want) => {
      state.asked += 1;
      const granted = Math.min(want, state.left);
      state.left -= granted;
      return { granted, waitMs: granted > 0 ? 0 : 700 };
    },
    () => state.nowMs,
  );
  const times = async (n: number): Promise<number> => {
    let admitted = 0;
    for (let i = 0; i < n; i += 1) if ((await admit('a')) === 0) admitted += 1;
    return admitted;
  };
  return { state, admit, times };
};

describe('an allowance', () => {
  it('admits exactly what it grants, and asks far less often than it is used', async () => {
    const { state, times } = allowanceOf(600);
    expect(await times(1000)).toBe(600);
    expect(state.asked).toBeLessThan(30);
  });

  it('that is used up says how long to wait, and is not asked before', async () => {
    const { state, admit, times } = allowanceOf(3);
    await times(3);
    expect(await admit('a')).toBe(700);
    const { asked } = state;
    state.nowMs += 300;
    expect(await admit('a')).toBe(400);
    expect(state.asked).toBe(asked);
    state.nowMs += 400;
    state.left = 1;
    expect(await admit('a')).toBe(0);
  });

  it('is each caller’s own', async () => {
    const used: string[] = [];
    const admit = admitBy(async (caller) => {
      used.push(caller);
      return caller === 'a' ? { granted: 0, waitMs: 1 } : { granted: 1, waitMs: 0 };
    });
    expect(await admit('a')).toBeGreaterThan(0);
    expect(await admit('b')).toBe(0);
    expect(used).toEqual(['a', 'b']);
  });

  it('is taken for a second only, and less where little is used', async () => {
    const { state, times } = allowanceOf(1000);
    await times(10);
    const { left } = state;
    state.nowMs += 1000;
    await times(1);
    expect(state.left).toBe(left - 1);
  });

  it('that cannot be reached, or does not answer, stops nobody', async () => {
    for (const take of [
      () => Promise.reject(new Error('gone')),
      () => new Promise<never>(() => {}),
    ]) {
      const admit = admitBy(take);
      expect(await admit('a')).toBe(0);
      expect(await admit('a')).toBe(0);
    }
  });
});
