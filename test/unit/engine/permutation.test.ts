import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyOf, Permutation } from '#shared/engine/permutation.ts';

const placesOf = (size: number, key: number) => {
  const permutation = new Permutation(size);
  return Array.from({ length: size }, (_, i) => permutation.at(i, key));
};

describe('Permutation', () => {
  it('is a bijection for every size and key', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3000 }), fc.integer(), (size, key) => {
        const places = Uint8Array.from({ length: size }, () => 0);
        for (const place of placesOf(size, key)) places[place] = (places[place] ?? 0) + 1;
        return places.every((count) => count === 1);
      }),
      { numRuns: 60 },
    );
  });

  it('depends on its key', () => {
    expect(placesOf(1000, 1)).not.toEqual(placesOf(1000, 2));
    expect(placesOf(1000, 1)).toEqual(placesOf(1000, 1));
  });

  it('tears neighbours apart', () => {
    const places = placesOf(4096, 7);
    const distances = places.slice(1).map((place, i) => Math.abs(place - (places[i] ?? 0)));
    const mean = distances.reduce((sum, one) => sum + one, 0) / distances.length;
    expect(mean).toBeGreaterThan(4096 / 4);
    expect(mean).toBeLessThan(4096 / 2);
  });

  it('covers a large space without a list of it', () => {
    const permutation = new Permutation(2 ** 30);
    const places = new Set(Array.from({ length: 1000 }, (_, i) => permutation.at(i, 3)));
    expect(places.size).toBe(1000);
    expect(Math.max(...places)).toBeLessThan(2 ** 30);
    expect(Math.min(...places)).toBeGreaterThanOrEqual(0);
  });

  it.each([0, -1, 1.5, 2 ** 30 + 1, Number.NaN])('has no %s places', (size) => {
    expect(() => new Permutation(size)).toThrow(RangeError);
  });

  it('gives each host a key of its own', () => {
    const keys = new Set(Array.from({ length: 4096 }, (_, host) => keyOf(5, host)));
    expect(keys.size).toBe(4096);
  });
});
