import { describe, expect, it } from 'vitest';
import { descriptorRoom, roomOf, softLimitIn } from '#shared/engine/descriptor-room.ts';

const limits = (soft: string) =>
  [
    'Limit                     Soft Limit           Hard Limit           Units     ',
    'Max processes             7823                 7823                 processes ',
    `Max open files            ${soft.padEnd(20)} 4096                 files     `,
  ].join('\n');

describe('descriptor room', () => {
  it.each([
    [1024, 24, 960],
    [256, 25, 192],
    [1024, 400, 592],
    [64, 25, 16],
    [64, 60, 2],
    [10, 10, 1],
  ])('of a limit of %i with %i open is %i', (limit, open, room) => {
    expect(roomOf(limit, open)).toBe(room);
  });

  it('never reaches the limit while any descriptor is left', () => {
    for (let limit = 8; limit < 2000; limit += 61)
      for (let open = 4; open < limit - 1; open += 23)
        expect(open + roomOf(limit, open)).toBeLessThan(limit);
  });

  it('reads the soft limit as the kernel writes it', () => {
    expect(softLimitIn(limits('256'))).toBe(256);
    expect(softLimitIn(limits('unlimited'))).toBe(Number.MAX_SAFE_INTEGER);
    expect(softLimitIn('')).toBe(1024);
  });

  it('finds room in this process', () => {
    expect(descriptorRoom()).toBeGreaterThan(0);
  });
});
