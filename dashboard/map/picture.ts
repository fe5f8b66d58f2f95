import type { Cells } from './cells.ts';
import type { Layout } from './layout.ts';
import { CLASSES, classifier, type Mode } from './modes.ts';

/** The class of each cell of a layout, and how many addresses are of each class. */
export type Picture = { readonly classes: Uint8Array; readonly counts: readonly number[] };

type View = {
  readonly cells: Cells;
  readonly layout: Layout;
  /** Where in the network the view begins. */
  readonly base: number;
  readonly mode: Mode;
  /** Epoch seconds. */
  readonly now: number;
};

export const pictureOf = ({ cells, layout, base, mode, now }: View): Picture => {
  const { offsets, unit } = layout;
  const classes = new Uint8Array(offsets.length);
  const counts = new Array<number>(CLASSES[mode].length).fill(0);
  const classAt = classifier(mode, cells, now);
  for (let cell = 0; cell < offsets.length; cell += 1) {
    const first = base + (offsets[cell] ?? 0);
    let highest = 0;
    for (let offset = first; offset < first + unit; offset += 1) {
      const own = classAt(offset);
      counts[own] = (counts[own] ?? 0) + 1;
      if (own > highest) highest = own;
    }
    classes[cell] = highest;
  }
  return { classes, counts };
};
