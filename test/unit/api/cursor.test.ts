import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressAfter, cursorAfter, generationAfter, idAfter } from '#functions/api/cursor.ts';
import { formatAddress } from '#shared/domain/address.ts';
import { anyAddress } from '#test/support/network-arbitraries.ts';

const notACursor = expect.objectContaining({
  code: 'validation-error',
  errors: [{ pointer: '/cursor', code: 'not-a-cursor' }],
});

describe('a cursor', () => {
  it('leads back to the id it was made of', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e14 }), (id) => {
        expect(idAfter('tasks', cursorAfter('tasks', id) ?? undefined)).toEqual({ after: id });
      }),
    );
  });

  it('leads back to the address it was made of', () => {
    fc.assert(
      fc.property(anyAddress().map(formatAddress), (address) => {
        const cursor = cursorAfter('hosts of run 7', address) ?? undefined;
        expect(addressAfter('hosts of run 7', cursor)).toEqual({ after: address });
      }),
    );
  });

  it('leads back to the address of the generation it was made of', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e14 }), anyAddress(), (generation, address) => {
        const after = formatAddress(address);
        const cursor = cursorAfter('hosts of task 7', `${generation} ${after}`) ?? undefined;
        expect(generationAfter('hosts of task 7', cursor)).toEqual({ generation, after });
      }),
    );
  });

  it.each(['10.2.0.7', '0 10.2.0.7', '7 ', ' 10.2.0.7', '7 10.2', '7 8 10.2.0.7'])(
    'made by hand for the place %j in a generation is refused',
    (place) => {
      expect(() => generationAfter('hosts', cursorAfter('hosts', place) ?? '')).toThrow(notACursor);
    },
  );

  it('is not needed for the first page, and not given after the last', () => {
    expect(idAfter('tasks', undefined)).toEqual({});
    expect(addressAfter('hosts', undefined)).toEqual({});
    expect(cursorAfter('tasks', null)).toBeNull();
  });

  it('of another list is refused', () => {
    const cursor = cursorAfter('runs of 7', 5) ?? '';
    expect(() => idAfter('runs of 8', cursor)).toThrow(notACursor);
    expect(() => idAfter('runs of 77', cursor)).toThrow(notACursor);
    expect(() => addressAfter('runs of 7', cursor)).toThrow(notACursor);
  });

  it.each(['', ' ', '7', 'dGFza3M', '%00', 'dGFza3MgNw==', 'dGFza3MgNw\n', '../../etc', '💥'])(
    'that we have not made is refused: %j',
    (cursor) => {
      expect(() => idAfter('tasks', cursor)).toThrow(notACursor);
    },
  );

  it.each(['0', '-1', '1.5', '1e3', '9'.repeat(20), "1' or '1'='1", ''])(
    'made by hand for the id %j is refused',
    (place) => {
      expect(() => idAfter('tasks', cursorAfter('tasks', place) ?? '')).toThrow(notACursor);
    },
  );

  it('of any text never says anything but that it is none', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.base64String()), (text) => {
        expect(() => idAfter('tasks', text)).toThrow(notACursor);
        expect(() => addressAfter('hosts', text)).toThrow(notACursor);
      }),
    );
  });
});
