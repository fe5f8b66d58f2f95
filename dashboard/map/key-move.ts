import type { Layout } from './layout.ts';

/** What a key does on a map. */
export type KeyMove =
  | { readonly kind: 'move'; readonly cell: number }
  | { readonly kind: 'open' }
  | { readonly kind: 'out' };

const STEPS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  PageUp: [0, -16],
  PageDown: [0, 16],
  Home: [-Infinity, 0],
  End: [Infinity, 0],
};

const within = (value: number, length: number): number => Math.min(Math.max(value, 0), length - 1);

/** Null: not a key of the map. */
export const keyMove = (
  key: string,
  cursor: number | null,
  { width, height }: Pick<Layout, 'width' | 'height'>,
): KeyMove | null => {
  if (key === 'Enter' || key === ' ') return { kind: 'open' };
  if (key === 'Escape') return { kind: 'out' };
  const step = STEPS[key];
  if (step === undefined) return null;
  const at = cursor ?? 0;
  const x = within((at % width) + step[0], width);
  const y = within(Math.floor(at / width) + step[1], height);
  return { kind: 'move', cell: y * width + x };
};
