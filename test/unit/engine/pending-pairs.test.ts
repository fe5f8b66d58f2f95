import fc from 'fast-check';
import { expect, it } from 'vitest';
import { PendingPairs } from '#shared/engine/pending-pairs.ts';

const SLOTS = 8;
type Step = { slot: number; host: number; port: number; isRemoval: boolean };
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    slot: fc.nat(SLOTS - 1),
    // Few of each, so that buckets are shared.
    host: fc.constantFrom(0, 1, 2, 65_536, 131_073),
    port: fc.constantFrom(1, 53, 65_535),
    isRemoval: fc.boolean(),
  }),
  { maxLength: 60 },
);

/** What waits, as a plain list would keep it: pair → slot. */
const apply = (waiting: Map<string, number>, pending: PendingPairs, step: Step): void => {
  const { slot, host, port, isRemoval } = step;
  const pair = `${host} ${port}`;
  const held = [...waiting].find(([, holder]) => holder === slot)?.[0];
  if (isRemoval) {
    pending.remove(slot);
    if (held !== undefined) waiting.delete(held);
  } else if (held === undefined && !waiting.has(pair)) {
    pending.put(slot, host, port);
    waiting.set(pair, slot);
  }
};

it('finds the slot of each pair that waits, as a plain list of them would', () => {
  fc.assert(
    fc.property(steps, (list) => {
      const pending = new PendingPairs(SLOTS);
      const waiting = new Map<string, number>();
      for (const step of list) {
        apply(waiting, pending, step);
        for (const { host, port } of list)
          expect(pending.find(host, port)).toBe(waiting.get(`${host} ${port}`) ?? -1);
        expect(pending.has(step.slot)).toBe([...waiting.values()].includes(step.slot));
      }
      pending.clear();
      for (const { host, port } of list) expect(pending.find(host, port)).toBe(-1);
    }),
  );
});
