import type { Cells } from './cells.ts';
import { addressOf, type View } from './view.ts';

/** Rows of a grid that is not a square of sixteen have no room for words. */
const SIDE = 16;

/** `.16` of 10.2.0.16, `:80` of fd12::80. */
const endOf = (address: string): string => /[.:][^.:]*$/.exec(address)?.[0] ?? address;

/** With which address each row of a /24 begins. */
export const RowLabels = ({ cells, view }: { readonly cells: Cells; readonly view: View }) =>
  view.layout.kind === 'grid' && view.layout.height === SIDE ? (
    <div class="row-labels mono" aria-hidden="true">
      {Array.from({ length: SIDE }, (_, row) =>
        endOf(addressOf(cells, view.base + row * SIDE)),
      ).map((label) => (
        <span key={label}>{label}</span>
      ))}
    </div>
  ) : null;
