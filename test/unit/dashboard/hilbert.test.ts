import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hilbertPoint } from '#dashboard/map/hilbert.ts';

const order = fc.integer({ min: 0, max: 5 });
const pointsOf = (n: number) =>
  Array.from({ length: 4 ** n }, (_, index) => hilbertPoint(n, index));

describe('the Hilbert curve', () => {
  it('goes to each cell of its square once', () => {
    fc.assert(
      fc.property(order, (n) => {
        const side = 2 ** n;
        const cells = new Set(pointsOf(n).map(({ x, y }) => y * side + x));
        expect(cells.size).toBe(side * side);
        for (const cell of cells) expect(cell).toBeLessThan(side * side);
      }),
    );
  });

  it('goes from neighbour to neighbour', () => {
    fc.assert(
      fc.property(order, (n) => {
        const points = pointsOf(n);
        points.slice(1).forEach((point, index) => {
          const before = points[index];
          const far = Math.abs(point.x - (before?.x ?? 0)) + Math.abs(point.y - (before?.y ?? 0));
          expect(far).toBe(1);
        });
      }),
    );
  });

  it('keeps an aligned block of a quarter of the cells in a quarter of the square', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 0, max: 3 }), (n, quarter) => {
        const size = 4 ** (n - 1);
        const half = 2 ** (n - 1);
        const inside = pointsOf(n).slice(quarter * size, (quarter + 1) * size);
        const corners = inside.map(({ x, y }) => `${Math.floor(x / half)},${Math.floor(y / half)}`);
        expect(new Set(corners).size).toBe(1);
      }),
    );
  });
});
