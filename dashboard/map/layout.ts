import { hilbertPoint, type Point } from './hilbert.ts';

/** Where each address of a network is drawn. */
export type Layout = {
  /** `grid`: a /24 or less, row by row. `blocks`: each /24 as its grid. `overview`: a /24 is a cell. */
  readonly kind: 'grid' | 'blocks' | 'overview';
  /** Cells. */
  readonly width: number;
  readonly height: number;
  /** Addresses of a cell. */
  readonly unit: number;
  /** By cell, row by row: the first of its addresses. */
  readonly offsets: Uint32Array;
};

const SIDE = 16;
const BLOCK = SIDE * SIDE;
const BLOCK_BITS = 8;
/** Above this many bits a map of all addresses would be larger than a screen. */
const MOST_BITS = 16;

const isHalf = (bits: number): boolean => bits % 2 === 1;

/** A curve over 2^bits cells; an odd number of bits is half of a square, lying. */
const curve = (bits: number): ((index: number) => Point) => {
  const order = Math.ceil(bits / 2);
  if (!isHalf(bits)) return (index) => hilbertPoint(order, index);
  return (index) => {
    const { x, y } = hilbertPoint(order, index);
    return { x: y, y: x };
  };
};

const sizeOf = (bits: number) => ({
  width: 2 ** Math.ceil(bits / 2),
  height: 2 ** Math.floor(bits / 2),
});

const grid = (bits: number): Layout => {
  const { width, height } = sizeOf(bits);
  const offsets = Uint32Array.from({ length: width * height }, (_, index) => index);
  return { kind: 'grid', width, height, unit: 1, offsets };
};

const overview = (bits: number): Layout => {
  const { width, height } = sizeOf(bits - BLOCK_BITS);
  const pointOf = curve(bits - BLOCK_BITS);
  const offsets = new Uint32Array(width * height);
  for (let block = 0; block < width * height; block += 1) {
    const { x, y } = pointOf(block);
    offsets[y * width + x] = block * BLOCK;
  }
  return { kind: 'overview', width, height, unit: BLOCK, offsets };
};

const blocks = (bits: number): Layout => {
  const size = sizeOf(bits - BLOCK_BITS);
  const width = size.width * SIDE;
  const height = size.height * SIDE;
  const pointOf = curve(bits - BLOCK_BITS);
  const offsets = new Uint32Array(width * height);
  for (let offset = 0; offset < width * height; offset += 1) {
    const { x, y } = pointOf(offset >> BLOCK_BITS);
    const column = x * SIDE + (offset % SIDE);
    const row = y * SIDE + ((offset % BLOCK) >> 4);
    offsets[row * width + column] = offset;
  }
  return { kind: 'blocks', width, height, unit: 1, offsets };
};

/** The layout of a network of 2^bits addresses. Neighbours in number are neighbours on the map, /24 by /24. */
export const layoutOf = (bits: number): Layout => {
  if (bits <= BLOCK_BITS) return grid(bits);
  return bits <= MOST_BITS ? blocks(bits) : overview(bits);
};

/** The bits of what a cell leads to: an address has none. */
export const zoomBits = ({ kind }: Layout): number =>
  ({ grid: 0, blocks: BLOCK_BITS, overview: MOST_BITS })[kind];
