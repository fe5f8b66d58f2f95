import type { Host } from '#client/api.d.ts';
import { formatCount } from './format.ts';

/** Ports of the hosts that are up, by state. */
export type PortCounts = { open: number; closed: number; filtered: number; openFiltered: number };

export const noPorts = (): PortCounts => ({ open: 0, closed: 0, filtered: 0, openFiltered: 0 });

/** Adds a host. Open ports are listed; of the other states the counts tell, listed or not. */
export const addPorts = (counts: PortCounts, { ports, counts: other }: Host): void => {
  counts.open += ports.filter(({ state }) => state === 'open').length;
  counts.closed += other.closed;
  counts.filtered += other.filtered;
  counts.openFiltered += other.open_filtered;
};

/** `12 open, 39,976 closed, 0 filtered` and the rest where there is any. */
export const portWords = ({ open, closed, filtered, openFiltered }: PortCounts): string =>
  [
    `${formatCount(open)} open`,
    `${formatCount(closed)} closed`,
    `${formatCount(filtered)} filtered`,
    ...(openFiltered > 0 ? [`${formatCount(openFiltered)} open|filtered`] : []),
  ].join(', ');
