import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellPrefix, cellsOf } from '#cli/map/cells.ts';
import { mapNetworkOf } from '#cli/map/follow-map.ts';
import { glyphOf, kindOf } from '#cli/map/glyphs.ts';
import { knownFrom } from '#cli/map/known.ts';
import { type Canvas, mapLines, mapWords } from '#cli/map/map-text.ts';
import { merged, type Range, shared, without } from '#cli/map/ranges.ts';
import { paintFor } from '#cli/view/paint.ts';
import { type Network, parseCidr } from '#shared/domain/network.ts';
import { fakeMap } from './fake-answers.ts';

const network = (text: string): Network => {
  const parsed = parseCidr(text);
  if (parsed === null) throw new Error(`${text} is not a network`);
  return parsed;
};
const canvas = (more: Partial<Canvas> = {}): Canvas => ({
  paint: paintFor({ hasColour: false }),
  width: 80,
  hasBlocks: true,
  ...more,
});
const seven = network('127.0.0.0/29');
const cells = (more = {}, since = 0) => cellsOf(seven, knownFrom(seven, [fakeMap(more)], since));

const small = fc.bigInt({ min: 0n, max: 60n });
const ranges = fc.array(
  fc.tuple(small, small).map(([a, b]): Range => ({ first: a < b ? a : b, last: a < b ? b : a })),
);
const members = (of: readonly Range[]): Set<bigint> =>
  new Set(
    of.flatMap(({ first, last }) =>
      Array.from({ length: Number(last - first) + 1 }, (_, at) => first + BigInt(at)),
    ),
  );

describe('ranges of addresses', () => {
  it('are merged, taken away and counted as sets are', () => {
    fc.assert(
      fc.property(ranges, ranges, small, small, (some, others, a, b) => {
        const [left, right] = [merged(some), merged(others)];
        const [ours, theirs] = [members(some), members(others)];
        expect(members(left)).toEqual(ours);
        expect(members(without(left, right))).toEqual(
          new Set([...ours].filter((one) => !theirs.has(one))),
        );
        const block = { first: a < b ? a : b, last: a < b ? b : a };
        expect(shared(block, left)).toBe(
          [...members([block])].filter((one) => ours.has(one)).length,
        );
      }),
    );
  });
});

describe('the cells of a map', () => {
  it('are an address each up to 256, then a /24 each, then what makes 256 of them', () => {
    const prefixes = ['10.0.0.0/30', '10.0.0.0/24', '10.0.0.0/23', '10.0.0.0/17', '10.0.0.0/8'];
    expect(prefixes.map((text) => cellPrefix(network(text)))).toEqual([32, 32, 24, 24, 16]);
    expect(cellPrefix(network('fd00::/120'))).toBe(128);
    expect(cellPrefix(network('fd00::/64'))).toBe(72);
    expect(cellsOf(network('10.0.0.0/8'), knownFrom(network('10.0.0.0/8'), []))).toHaveLength(256);
  });

  it('tell who is up, missed, silent and excluded, and what nobody has looked at', () => {
    const kinds = cells().map(kindOf);
    expect(kinds).toEqual([
      'silent',
      'open',
      'missed',
      'silent',
      'unchecked',
      'unchecked',
      'unchecked',
      'excluded',
    ]);
  });

  it('know nothing of what was looked at before a run began', () => {
    const after = Date.parse('2026-11-22T10:00:01.000Z') / 1000;
    expect(new Set(cells({}, after).map(kindOf))).toEqual(new Set(['unchecked', 'excluded']));
  });

  it('believe what was checked last, where several tasks know an address', () => {
    const old = fakeMap({ states: ['gone', 'gone'], last_checked: [1, 1] });
    for (const pages of [
      [old, fakeMap({})],
      [fakeMap({}), old],
    ])
      expect(cellsOf(seven, knownFrom(seven, pages)).map(kindOf).slice(0, 4)).toEqual([
        'silent',
        'open',
        'missed',
        'silent',
      ]);
  });

  it('never draw an address that was not looked at as one that did not answer', () => {
    const looked = fc.subarray(['127.0.0.0/31', '127.0.0.2/31', '127.0.0.4/31', '127.0.0.6/31']);
    const shownIn = (checked: string[], block: Network) =>
      cellsOf(
        block,
        knownFrom(block, [
          fakeMap({
            checked: checked.map((cidr) => ({ cidr, at: 1 })),
            offsets: [],
            states: [],
            open_ports: [],
            last_checked: [],
            last_changed: [],
            excluded: [],
          }),
        ]),
      );
    fc.assert(
      fc.property(looked, (checked) => {
        for (const [at, cell] of shownIn(checked, seven).entries()) {
          const isLooked = checked.includes(`127.0.0.${at - (at % 2)}/31`);
          expect(kindOf(cell)).toBe(isLooked ? 'silent' : 'unchecked');
        }
        const [wide] = shownIn(checked, network('127.0.0.0/16'));
        expect(wide && kindOf(wide)).toBe('unchecked');
      }),
    );
    const glyphs = ['unchecked', 'silent'] as const;
    for (const drawn of ['block', 'plain'] as const) {
      const [cell] = cells();
      const [unchecked, silent] = glyphs.map((kind) => cell && glyphOf(cell, kind, drawn));
      expect(unchecked).not.toBe(silent);
    }
  });
});

describe('a map as text', () => {
  it('has a row for each round address, and says what is drawn', () => {
    expect(mapLines(cells(), canvas({ width: 60 }))).toEqual([
      '127.0.0.0 ·█!·░░░×',
      '█ up, with open ports  ! missed once  · no answer',
      '░ not checked  × excluded',
    ]);
    expect(mapWords('127.0.0.0/29', cells())).toBe(
      '127.0.0.0/29: 1 up (1 with open ports), 1 missed, 2 no answer, 3 not checked, 1 excluded',
    );
  });

  it('is drawn with plain characters where the locale has no others, and coloured where there are colours', () => {
    expect(mapLines(cells(), canvas({ hasBlocks: false }))[0]).toBe('127.0.0.0 .#!.???x');
    const coloured = mapLines(cells(), canvas({ paint: paintFor({ hasColour: true }) }));
    expect(coloured[0]).toContain('\x1b[32m█\x1b[39m');
  });

  it('fits its terminal, however narrow', () => {
    const wide = network('10.0.0.0/24');
    const all = cellsOf(wide, knownFrom(wide, []));
    for (const [width, rows] of [
      [60, 8],
      [80, 4],
      [200, 4],
      [20, 32],
    ] as const) {
      const lines = mapLines(all, canvas({ width })).slice(0, -1);
      expect([width, lines.length]).toEqual([width, rows]);
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
    }
  });

  it('shows how full a block is, in a cell for each', () => {
    const block = network('127.0.0.0/23');
    const full = (count: number) =>
      cellsOf(
        block,
        knownFrom(block, [
          fakeMap({
            network: '127.0.0.0/23',
            checked: [{ cidr: '127.0.0.0/24', at: 1 }],
            excluded: [],
            offsets: Array.from({ length: count }, (_, at) => at),
            states: Array.from({ length: count }, () => 'online' as const),
            open_ports: Array.from({ length: count }, () => 1),
            last_checked: Array.from({ length: count }, () => 1),
            last_changed: Array.from({ length: count }, () => null),
          }),
        ]),
      );
    const drawn = [0, 1, 100, 180, 256].map((count) => mapLines(full(count), canvas())[0]);
    expect(drawn).toEqual(['·░', '▂░', '▄░', '▆░', '█░'].map((row) => `127.0.0.0 ${row}`));
  });
});

describe('the map of a scan', () => {
  const tasks = (...networks: string[]) => networks.map((text) => ({ network: text }));
  it('is of its network, or of the 256 addresses that all of its networks are in', () => {
    expect(mapNetworkOf(tasks('10.0.0.0/9'))).toEqual(network('10.0.0.0/9'));
    expect(mapNetworkOf(tasks('10.0.0.1/32', '10.0.0.16/28'))).toEqual(network('10.0.0.0/24'));
    expect(mapNetworkOf(tasks('10.0.0.0/24', '10.0.1.0/24'))).toBeNull();
    expect(mapNetworkOf(tasks('10.0.0.0/24', 'fd00::/120'))).toBeNull();
    expect(mapNetworkOf([])).toBeNull();
  });
});
