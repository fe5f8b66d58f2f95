import type { Layout } from './layout.ts';
import { pixelOf } from './palette.ts';

/** One pixel a cell: the browser makes them as large as they are to be. */
export const paint = (
  canvas: HTMLCanvasElement,
  { width, height }: Layout,
  classes: Uint8Array,
  colours: readonly string[],
): void => {
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const context = canvas.getContext('2d');
  if (context === null) return;
  const pixels = new Uint32Array(classes.length);
  const palette = Uint32Array.from(colours, pixelOf);
  for (let cell = 0; cell < classes.length; cell += 1)
    pixels[cell] = palette[classes[cell] ?? 0] ?? 0;
  const bytes = new Uint8ClampedArray(pixels.buffer);
  context.putImageData(new ImageData(bytes, width, height), 0, 0);
};
