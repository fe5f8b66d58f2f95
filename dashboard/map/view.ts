import { addressBits } from '#shared/domain/address.ts';
import { addressAt, formatNetwork } from '#shared/domain/network.ts';
import { type Cells, offsetOf } from './cells.ts';
import { type Layout, layoutOf, zoomBits } from './layout.ts';

/** A part of a network that is looked at: all of it, or what one has zoomed to. */
export type View = { readonly base: number; readonly bits: number; readonly layout: Layout };

const layouts = new Map<number, Layout>();
const layoutFor = (bits: number): Layout => {
  const known = layouts.get(bits) ?? layoutOf(bits);
  layouts.set(bits, known);
  return known;
};

const whole = (cells: Cells): View => ({
  base: 0,
  bits: cells.bits,
  layout: layoutFor(cells.bits),
});

const width = ({ network }: Cells): number => addressBits(network.family);

/** What a CIDR in the address bar names; the whole network where that is none of its parts. */
export const viewOf = (cells: Cells, at: string | null): View => {
  const offset = at === null ? null : offsetOf(cells, at);
  const bits = width(cells) - Number(at?.split('/')[1]);
  if (offset === null || !(bits >= 0 && bits < cells.bits)) return whole(cells);
  return { base: offset - (offset % 2 ** bits), bits, layout: layoutFor(bits) };
};

/** The CIDR of a part of the network. */
export const cidrAt = (cells: Cells, base: number, bits: number): string =>
  formatNetwork({
    family: cells.network.family,
    first: cells.network.first + BigInt(base),
    prefix: width(cells) - bits,
  });

export const addressOf = ({ network }: Cells, offset: number): string => addressAt(network, offset);

/** What opening a cell leads to: a host, or a smaller part. */
export const inside = (cells: Cells, view: View, offset: number) => {
  const bits = zoomBits(view.layout);
  if (bits === 0) return { kind: 'host', ip: addressOf(cells, offset) } as const;
  return { kind: 'part', cidr: cidrAt(cells, offset - (offset % 2 ** bits), bits) } as const;
};

/** The ways back out, the whole network first. */
export const pathTo = (cells: Cells, { base, bits }: View): string[] => {
  const steps = [cells.bits, 16, 8].filter((step) => step > bits && step <= cells.bits);
  return [...new Set(steps)].map((step) => cidrAt(cells, base - (base % 2 ** step), step));
};
