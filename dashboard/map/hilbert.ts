export type Point = { readonly x: number; readonly y: number };

/** One turn of the curve inside a quadrant of that size. */
const turned = (size: number, x: number, y: number, rx: number, ry: number): Point => {
  if (ry === 1) return { x, y };
  return rx === 1 ? { x: size - 1 - y, y: size - 1 - x } : { x: y, y: x };
};

/** The place of the `index`th step of a Hilbert curve over a square of 2^order cells a side. */
export const hilbertPoint = (order: number, index: number): Point => {
  let at: Point = { x: 0, y: 0 };
  let rest = index;
  for (let size = 1; size < 2 ** order; size *= 2) {
    const rx = 1 & Math.floor(rest / 2);
    const ry = 1 & (rest ^ rx);
    const { x, y } = turned(size, at.x, at.y, rx, ry);
    at = { x: x + size * rx, y: y + size * ry };
    rest = Math.floor(rest / 4);
  }
  return at;
};
