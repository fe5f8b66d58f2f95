import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inBatches } from '#functions/api/in-batches.ts';

describe('work in batches', () => {
  it('gives the results in order, with never more than 25 under way', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer(), { maxLength: 90 }), async (items) => {
        let underWay = 0;
        let most = 0;
        const results = await inBatches(items, async (item, index) => {
          underWay += 1;
          most = Math.max(most, underWay);
          await Promise.resolve();
          underWay -= 1;
          return [item, index];
        });
        expect(results).toEqual(items.map((item, index) => [item, index]));
        expect(most).toBeLessThanOrEqual(25);
      }),
    );
  });
});
