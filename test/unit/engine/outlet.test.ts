import { describe, expect, it } from 'vitest';
import { Outlet } from '#shared/engine/outlet.ts';

describe('Outlet', () => {
  it('hands over whatever has gathered, in order, and ends', async () => {
    const outlet = new Outlet<number>();
    outlet.put(1);
    outlet.put(2);
    const batches = outlet.batches();
    expect((await batches.next()).value).toEqual([1, 2]);
    const next = batches.next();
    outlet.put(3);
    expect((await next).value).toEqual([3]);
    outlet.put(4);
    outlet.end();
    expect((await batches.next()).value).toEqual([4]);
    expect((await batches.next()).done).toBe(true);
  });

  it('wakes a waiting reader when it ends', async () => {
    const outlet = new Outlet<number>();
    const next = outlet.batches().next();
    outlet.end();
    expect((await next).done).toBe(true);
  });
});
