import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concurrently, whilst } from '#shared/runtime/concurrently.ts';

describe('work that several share', () => {
  it('takes items in order as long as there is to go on, each once, and so many at a time', async () => {
    const numbers = fc.array(fc.nat(), { maxLength: 50 });
    await fc.assert(
      fc.asyncProperty(
        numbers,
        fc.nat(60),
        fc.integer({ min: 1, max: 8 }),
        async (items, room, width) => {
          let [left, underWay, most] = [room, 0, 0];
          const taken: number[] = [];
          const takesAnother = () => {
            left -= 1;
            return left >= 0;
          };
          await concurrently(width, whilst(items, takesAnother), async (item) => {
            underWay += 1;
            most = Math.max(most, underWay);
            taken.push(item);
            await Promise.resolve();
            underWay -= 1;
          });
          expect(taken).toEqual(items.slice(0, room));
          expect(most).toBeLessThanOrEqual(width);
        },
      ),
    );
  });
});
