import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CELL_STATES, cellsOf, stateAt } from '#dashboard/map/cells.ts';
import { keyMove } from '#dashboard/map/key-move.ts';
import { layoutOf } from '#dashboard/map/layout.ts';
import { CLASSES, classifier, MODES } from '#dashboard/map/modes.ts';
import { paletteOf, pixelOf } from '#dashboard/map/palette.ts';
import { pictureOf } from '#dashboard/map/picture.ts';
import { inside, pathTo, viewOf } from '#dashboard/map/view.ts';
import { ADDRESS_STATES } from '#shared/domain/address-state.ts';
import type { WireAddressMap } from '#shared/domain/wire.ts';

const NOW = 1_795_341_600;

const mapOf = (network: string, change: Partial<WireAddressMap> = {}): WireAddressMap => ({
  network,
  checked: [],
  excluded: [],
  offsets: [],
  states: [],
  open_ports: [],
  last_checked: [],
  last_changed: [],
  next: null,
  ...change,
});
const cellsFrom = (network: string, change: Partial<WireAddressMap> = {}) => {
  const cells = cellsOf(mapOf(network, change));
  if (cells === null) throw new Error('too large');
  return cells;
};

describe('a layout', () => {
  it('has each address in one cell, whatever the size', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20 }), (bits) => {
        const { width, height, unit, offsets } = layoutOf(bits);
        expect(width * height * unit).toBe(2 ** bits);
        const sorted = Array.from(offsets).sort((a, b) => a - b);
        expect(sorted.every((offset, index) => offset === index * unit)).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  it('shows a /24 row by row, and a /16 as 256 of them', () => {
    expect(layoutOf(8)).toMatchObject({ kind: 'grid', width: 16, height: 16 });
    const { offsets, ...size } = layoutOf(16);
    expect(size).toEqual({ kind: 'blocks', width: 256, height: 256, unit: 1 });
    // The first /24 lies in the first square, in the order of its addresses.
    expect([offsets[0], offsets[15], offsets[256], offsets[15 * 256 + 15]]).toEqual([
      0, 15, 16, 255,
    ]);
  });
});

describe('cells', () => {
  it('tell what nobody looked at from what did not answer', () => {
    const cells = cellsFrom('10.2.0.0/24', {
      checked: [{ cidr: '10.2.0.0/25', at: NOW }],
      excluded: ['10.2.0.64/26'],
      offsets: [7],
      states: ['offline'],
      open_ports: [0],
      last_checked: [NOW],
      last_changed: [null],
    });
    expect([7, 8, 64, 200].map((offset) => stateAt(cells, offset))).toEqual([
      'offline',
      'silent',
      'excluded',
      'unchecked',
    ]);
  });

  it('take a slice that is wider than the network for all of it, and leave others alone', () => {
    const wide = cellsFrom('10.2.0.0/30', { checked: [{ cidr: '10.2.0.0/24', at: NOW }] });
    expect(Array.from(wide.states)).toEqual([2, 2, 2, 2]);
    const other = cellsFrom('10.2.0.0/30', { checked: [{ cidr: '10.3.0.0/24', at: NOW }] });
    expect(Array.from(other.states)).toEqual([0, 0, 0, 0]);
  });

  it('know each state that the API has', () => {
    for (const state of ADDRESS_STATES) expect(CELL_STATES).toContain(state);
  });

  it('are not made of a network that has no map', () => {
    expect(cellsOf(mapOf('10.0.0.0/8'))).toBeNull();
  });

  it('are those of IPv6 too', () => {
    const cells = cellsFrom('fd12::/120', { checked: [{ cidr: 'fd12::80/121', at: NOW }] });
    expect([stateAt(cells, 127), stateAt(cells, 128)]).toEqual(['unchecked', 'silent']);
  });
});

describe('colours', () => {
  const cells = cellsFrom('10.2.0.0/24', {
    checked: [{ cidr: '10.2.0.0/25', at: NOW - 60 }],
    offsets: [0, 1, 2],
    states: ['online', 'online', 'offline'],
    open_ports: [4, 0, 0],
    last_checked: [NOW - 60, NOW - 60, NOW - 60],
    last_changed: [NOW - 30, null, NOW - 86_400 * 30],
  });
  const nameAt = (mode: (typeof MODES)[number], offset: number) =>
    CLASSES[mode][classifier(mode, cells, NOW)(offset)];

  it('say what the mode is about', () => {
    expect([0, 1, 2, 3, 200].map((offset) => nameAt('ports', offset))).toEqual([
      '3–5',
      'none',
      'none',
      'silent',
      'unchecked',
    ]);
    expect([0, 3, 200].map((offset) => nameAt('age', offset))).toEqual([
      'lessHour',
      'lessHour',
      'unchecked',
    ]);
    expect([0, 1, 2, 3].map((offset) => nameAt('change', offset))).toEqual([
      'lessHour',
      'unchanged',
      'older',
      'silent',
    ]);
  });

  it.each(MODES)('by %s are as many as the classes, and no two alike', (mode) => {
    for (const theme of ['light', 'dark'] as const) {
      const colours = paletteOf(mode, theme);
      expect(colours).toHaveLength(CLASSES[mode].length);
      expect(new Set(colours).size).toBe(colours.length);
    }
  });

  it.each(MODES)(
    'by %s leave what was not checked to the hatching below, and nothing else',
    (mode) => {
      const pixels = paletteOf(mode, 'light').map(pixelOf);
      expect(pixels[0]).toBe(0);
      for (const pixel of pixels.slice(1)) expect(pixel >>> 24).toBe(0xff);
    },
  );

  it('count each address of the view once', () => {
    fc.assert(
      fc.property(fc.constantFrom(...MODES), (mode) => {
        const { counts } = pictureOf({ cells, layout: layoutOf(8), base: 0, mode, now: NOW });
        expect(counts.reduce((a, b) => a + b)).toBe(256);
      }),
    );
  });

  it('of a /16 are found in far less than 100 ms', () => {
    const large = cellsFrom('10.2.0.0/16', { checked: [{ cidr: '10.2.0.0/16', at: NOW }] });
    const layout = layoutOf(16);
    const startedAt = performance.now();
    pictureOf({ cells: large, layout, base: 0, mode: 'ports', now: NOW });
    expect(performance.now() - startedAt).toBeLessThan(100);
  });
});

describe('a view', () => {
  const cells = cellsFrom('10.0.0.0/12');

  it('leads from a large network to a /16, to a /24, to a host, and back', () => {
    const whole = viewOf(cells, null);
    expect(whole.layout.kind).toBe('overview');
    expect(inside(cells, whole, 70_000)).toEqual({ kind: 'part', cidr: '10.1.0.0/16' });
    const wide = viewOf(cells, '10.1.0.0/16');
    expect(inside(cells, wide, 70_000)).toEqual({ kind: 'part', cidr: '10.1.17.0/24' });
    const grid = viewOf(cells, '10.1.17.0/24');
    expect(inside(cells, grid, 70_000)).toEqual({ kind: 'host', ip: '10.1.17.112' });
    expect(pathTo(cells, grid)).toEqual(['10.0.0.0/12', '10.1.0.0/16']);
  });

  it('is the whole network where the address bar says nothing of it', () => {
    for (const at of ['', 'x', '11.0.0.0/24', '10.0.0.0/8', '10.1.0.0', '10.1.0.0/99'])
      expect(viewOf(cells, at).bits).toBe(20);
  });
});

describe('keys on a map', () => {
  const size = { width: 16, height: 16 };

  it('never leave it', () => {
    const keys = [
      'ArrowLeft',
      'ArrowRight',
      'ArrowUp',
      'ArrowDown',
      'PageUp',
      'PageDown',
      'Home',
      'End',
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...keys)), fc.nat({ max: 255 }), (pressed, first) => {
        let cell = first;
        for (const key of pressed) {
          const move = keyMove(key, cell, size);
          if (move?.kind === 'move') cell = move.cell;
          expect(cell).toBeGreaterThanOrEqual(0);
          expect(cell).toBeLessThan(256);
        }
      }),
    );
  });

  it('open, go out, or are not its own', () => {
    expect(keyMove('Enter', 3, size)).toEqual({ kind: 'open' });
    expect(keyMove('Escape', 3, size)).toEqual({ kind: 'out' });
    expect(keyMove('a', 3, size)).toBeNull();
    expect(keyMove('Tab', 3, size)).toBeNull();
  });
});
