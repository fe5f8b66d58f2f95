import { DomainError } from './errors.ts';
import { portPresets } from './port-presets.ts';

/** Canonical set of ports: pairs with both ends included (as "8000-8010" is written), sorted, joined, disjoint. */
export type Ports = readonly (readonly [from: number, to: number])[];

const MAX_LENGTH = 2048;
const MAX_PORT = 65_535;
const RANGE = /^([1-9][0-9]{0,4})(?:-([1-9][0-9]{0,4}))?$/;

const refuse = (code: string, message: string): never => {
  throw new DomainError('validation-error', message, { errors: [{ pointer: '', code }] });
};

/**
 * Reads numbers, ranges and preset names joined by commas, without spaces; '' is the empty set. Repeats are merged.
 * Throws `validation-error`, also when the canonical form would be longer than the input may be.
 */
export const parsePorts = (text: string): Ports => {
  if (text === '') return [];
  if (text.length > MAX_LENGTH) return refuse('too-long', 'Ports are at most 2,048 characters.');
  const ports = joined([...new Set(text.split(','))].flatMap(parseItem));
  if (formatPorts(ports).length <= MAX_LENGTH) return ports;
  return refuse('too-long', 'Ports are at most 2,048 characters when presets are written out.');
};

const parseItem = (item: string): Ports => presets.get(item) ?? parseRange(item);

const parseRange = (item: string): Ports => {
  const [, from, to = from] = RANGE.exec(item) ?? [];
  const [low, high] = [Number(from), Number(to)];
  if (low <= high && high <= MAX_PORT) return [[low, high]];
  const names = Object.keys(portPresets).join(', ');
  return refuse(
    'not-ports',
    `Ports are written 22,443,8000-8010 (1 to 65535) or by name: ${names}.`,
  );
};

/** Sorts, merges overlaps and joins neighbours: 81,80 becomes 80-81. */
const joined = (ports: Ports): Ports => {
  const ranges: [number, number][] = [];
  for (const [from, to] of ports.toSorted((a, b) => a[0] - b[0])) {
    const last = ranges.at(-1);
    if (last !== undefined && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else ranges.push([from, to]);
  }
  return ranges;
};

/** Canonical text, such as 22,80,8000-8010; '' for none. */
export const formatPorts = (ports: Ports): string =>
  ports.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(',');

/** Number of ports. */
export const countPorts = (ports: Ports): number =>
  ports.reduce((count, [from, to]) => count + to - from + 1, 0);

/** The port at an index of the ascending order. Throws RangeError outside. */
export const portAt = (ports: Ports, index: number): number => {
  let left = Number.isInteger(index) && index >= 0 ? index : Number.POSITIVE_INFINITY;
  for (const [from, to] of ports) {
    if (left <= to - from) return from + left;
    left -= to - from + 1;
  }
  throw new RangeError('index outside the ports');
};

/** True when the port is one of the set. */
export const includesPort = (ports: Ports, port: number): boolean =>
  ports.some(([from, to]) => port >= from && port <= to);

/** Read once; down here because reading them takes the functions above. */
const presets: ReadonlyMap<string, Ports> = new Map(
  Object.entries(portPresets).map(([name, text]) => [
    name,
    joined(text.split(',').flatMap(parseRange)),
  ]),
);
