import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apiWith } from '#test/support/api-with.ts';
import { apiProperties } from '#test/support/fuzz/api.ts';
import { anyCreation, anyRequest } from '#test/support/fuzz/requests.ts';

describe('the API, asked by its own description and beside it', () => {
  it.each(Object.entries(apiProperties))(
    'answers %s as it is described, without a 500 or a trace',
    async (_name, property) => {
      await fc.assert(property, { numRuns: 400 });
    },
  );

  it('is asked things that it does, not only what it refuses', async () => {
    const statuses = new Map<number, number>();
    for (const asked of [...fc.sample(anyRequest, 200), ...fc.sample(anyCreation, 200)]) {
      const { status } = await apiWith().ask(asked);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
    expect([...statuses.keys()]).toEqual(expect.arrayContaining([200, 201, 404, 422]));
  });
});
