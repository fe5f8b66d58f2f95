import { BlockList, isIPv4, isIPv6, SocketAddress } from 'node:net';

/** What a text stands for, read by the platform's own inet_pton and by nothing of ours; null: it is to be refused. */
export type Range = { readonly family: 4 | 6; readonly first: bigint; readonly last: bigint };

type Point = { readonly family: 4 | 6; readonly value: bigint };

const groupsOf = (text: string): string[] => text.split(':').filter((group) => group !== '');

/** The platform's own spelling, so that only one form of `::` has to be understood. */
const valueOfIpv6 = (text: string): bigint => {
  const { address } = new SocketAddress({ address: text, family: 'ipv6' });
  // Mapped and compatible addresses come back with a dotted tail.
  const hex = address.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_all, ...octets) => {
    const [a, b, c, d] = octets.slice(0, 4).map(Number);
    return `${(((a ?? 0) << 8) | (b ?? 0)).toString(16)}:${(((c ?? 0) << 8) | (d ?? 0)).toString(16)}`;
  });
  const [head = '', tail = ''] = hex.split('::');
  const [before, after] = [groupsOf(head), groupsOf(tail)];
  const zeros = hex.includes('::') ? 8 - before.length - after.length : 0;
  const groups = [...before, ...Array<string>(zeros).fill('0'), ...after];
  return groups.reduce((value, group) => value * 65_536n + BigInt(Number.parseInt(group, 16)), 0n);
};

const pointOf = (text: string): Point | null => {
  if (isIPv4(text)) {
    const value = text.split('.').reduce((sum, octet) => sum * 256n + BigInt(octet), 0n);
    return { family: 4, value };
  }
  const isPlain = isIPv6(text) && !/[.%]/.test(text);
  return isPlain ? { family: 6, value: valueOfIpv6(text) } : null;
};

const blockOf = (text: string): Range | null => {
  const [address = '', length, ...more] = text.split('/');
  const point = pointOf(address);
  if (point === null || more.length > 0) return null;
  const bits = point.family === 4 ? 32 : 128;
  const prefix = length === undefined ? bits : Number(length);
  // A number that is not written as itself is another spelling.
  if (length !== undefined && (String(prefix) !== length || prefix < 0 || prefix > bits))
    return null;
  if (!Number.isInteger(prefix)) return null;
  const size = 2n ** BigInt(bits - prefix);
  const first = point.value - (point.value % size);
  return { family: point.family, first, last: first + size - 1n };
};

const betweenOf = (text: string): Range | null => {
  const ends = text.split('-');
  const [from, to] = ends.map(pointOf);
  if (ends.length !== 2 || !from || !to || from.family !== to.family) return null;
  return from.value <= to.value ? { family: from.family, first: from.value, last: to.value } : null;
};

/** Reads a network of a request. */
export const readNetwork = (text: string): Range | null =>
  text.includes('-') ? betweenOf(text) : blockOf(text);

type Presets = Readonly<Record<string, string>>;

/** Marks the ports of one item; false: it is to be refused. */
const markItem = (item: string, presets: Presets, marks: Uint8Array): boolean => {
  const preset = Object.hasOwn(presets, item) ? presets[item] : undefined;
  if (preset !== undefined) return preset.split(',').every((one) => markItem(one, {}, marks));
  const [from = '', to = from, ...more] = item.split('-');
  const [low, high] = [Number(from), Number(to)];
  const isWritten = String(low) === from && String(high) === to && more.length === 0;
  if (!isWritten || !isPorts(low, high)) return false;
  marks.fill(1, low, high + 1);
  return true;
};

const isPorts = (low: number, high: number): boolean =>
  Number.isInteger(low) && Number.isInteger(high) && low >= 1 && low <= high && high <= 65_535;

/** Reads ports as marks, one a port; preset names stand for what the caller says. Null: to be refused. */
export const readPorts = (text: string, presets: Presets): Uint8Array | null => {
  const marks = new Uint8Array(65_536);
  if (text === '') return marks;
  return text.split(',').every((item) => markItem(item, presets, marks)) ? marks : null;
};

const textOf = ({ family, value }: Point): string => {
  const width = family === 4 ? 2 : 4;
  const digits = value.toString(16).padStart(family === 4 ? 8 : 32, '0');
  const groups = digits.match(new RegExp(`.{${width}}`, 'g')) ?? [];
  return family === 4
    ? groups.map((group) => Number.parseInt(group, 16)).join('.')
    : groups.join(':');
};

/** A set of blocks that the platform itself looks addresses up in. */
export const blocks = (cidrs: readonly string[]) => {
  const list = new BlockList();
  for (const cidr of cidrs) {
    const [address = '', prefix] = cidr.split('/');
    list.addSubnet(address, Number(prefix), isIPv6(address) ? 'ipv6' : 'ipv4');
  }
  return {
    holds: (point: Point): boolean =>
      list.check(textOf(point), point.family === 4 ? 'ipv4' : 'ipv6'),
  };
};
