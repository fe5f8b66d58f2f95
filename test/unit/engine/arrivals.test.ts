import { expect, it } from 'vitest';
import { Arrivals } from '#shared/engine/arrivals.ts';
import { verdictsFor } from '#shared/engine/socket-layer.ts';
import { VERDICT } from '#shared/engine/verdict.ts';

it('hands verdicts over once, in the order of arrival, without those of ended probes', () => {
  const arrivals = new Arrivals(4);
  arrivals.put(2, VERDICT.open, 10);
  arrivals.put(0, VERDICT.closed, 11);
  arrivals.put(3, VERDICT.silent, 12);
  arrivals.forget(0);
  arrivals.forget(1);
  const into = verdictsFor(4);
  arrivals.moveTo(into);
  expect(into.count).toBe(2);
  expect([...into.slots.subarray(0, 2)]).toEqual([2, 3]);
  expect([...into.verdicts.subarray(0, 2)]).toEqual([VERDICT.open, VERDICT.silent]);
  expect([...into.atMs.subarray(0, 2)]).toEqual([10, 12]);
  arrivals.moveTo(into);
  expect(into.count).toBe(0);
});
