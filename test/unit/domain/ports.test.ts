import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { portPresets } from '#shared/domain/port-presets.ts';
import {
  countPorts,
  formatPorts,
  includesPort,
  type Ports,
  parsePorts,
  portAt,
} from '#shared/domain/ports.ts';
import { anyPorts, anyPortText } from '#test/support/network-arbitraries.ts';

describe('ports come back in canonical form', () => {
  it.each([
    ['', ''],
    ['22', '22'],
    ['80,22', '22,80'],
    ['80,81', '80-81'],
    ['81,80,79', '79-81'],
    ['22,22,22', '22'],
    ['8000-8010,22,8005-8020', '22,8000-8020'],
    ['1-100,5,50-60', '1-100'],
    ['443-443', '443'],
    ['1-65535', '1-65535'],
    ['22,443,8000-8010,remote', '22-23,443,512-514,992,2222,3389,5900-5903,5985-5986,8000-8010'],
  ])('%j is %j', (text, expected) => {
    expect(formatPorts(parsePorts(text))).toBe(expected);
  });

  it('which holds just the ports that were named, sorted, apart, and reads back as itself', () => {
    fc.assert(
      fc.property(anyPortText, (text) => {
        const ports = parsePorts(text);
        expect(listed(ports).join()).toBe(named(text).join());
        expect(ports.every(([from], i) => i === 0 || from > (ports[i - 1]?.[1] ?? 0) + 1)).toBe(
          true,
        );
        expect(parsePorts(formatPorts(ports))).toEqual(ports);
      }),
      { numRuns: 50 },
    );
  });

  const listed = (ports: Ports): number[] =>
    ports.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, i) => from + i));
  /** The same by brute force: one boolean a port. */
  const named = (text: string): number[] => {
    const marks = new Set<number>();
    for (const item of text === '' ? [] : text.split(',')) {
      const [from = 0, to = from] = item.split('-').map(Number);
      for (let port = from; port <= to; port++) marks.add(port);
    }
    return [...marks].sort((a, b) => a - b);
  };
});

describe('what is not ports', () => {
  it.each([
    ['0'],
    ['65536'],
    ['80-22'],
    ['22,,80'],
    [',22'],
    ['22,'],
    ['022-80'],
    ['080'],
    ['1e3'],
    ['22 OR 1=1'],
    ['*'],
    ['22, 80'],
    [' 22'],
    ['22\n'],
    ['22-'],
    ['-22'],
    ['1-2-3'],
    ['+22'],
    ['22.0'],
    ['0x16'],
    ['٢٢'],
    ['22&80'],
    ['no-such-preset'],
    ['Web'],
    ['constructor'],
    ['__proto__'],
  ])('%j is refused', (text) => {
    expect(() => parsePorts(text)).toThrow(
      expect.objectContaining({
        code: 'validation-error',
        errors: [{ pointer: '', code: 'not-ports' }],
      }),
    );
  });

  it('is a text of more than 2,048 characters, written or written out', () => {
    const tooLong = expect.objectContaining({ errors: [{ pointer: '', code: 'too-long' }] });
    // Five digits and a comma each; no two are neighbours, and no preset has them.
    const scattered = (count: number) =>
      Array.from({ length: count }, (_, i) => 12_000 + 100 * i).join(',');
    const longest = `${scattered(341)},7`;
    expect(longest).toHaveLength(2047);
    expect(formatPorts(parsePorts(`${longest}7`))).toHaveLength(2048);
    expect(() => parsePorts(`${longest}77`)).toThrow(tooLong);
    expect(formatPorts(parsePorts(`web,${scattered(320)}`)).length).toBeLessThanOrEqual(2048);
    expect(() => parsePorts(`top-100,${scattered(320)}`)).toThrow(tooLong);
  });
});

describe('presets', () => {
  it.each(Object.entries(portPresets))('%s is written in ascending order', (name, text) => {
    const ports = parsePorts(name);
    expect(ports).toEqual(parsePorts(text));
    const starts = text.split(',').map((item) => Number.parseInt(item, 10));
    expect(starts).toEqual([...new Set(starts)].sort((a, b) => a - b));
  });

  it('have as many ports as their names say', () => {
    expect(['top-20', 'top-100', 'udp-top-20'].map((name) => countPorts(parsePorts(name)))).toEqual(
      [20, 100, 20],
    );
    expect(countPorts(parsePorts('all'))).toBe(65_535);
  });

  it('hold what a user would miss first', () => {
    const missing = (name: string, ports: number[]) =>
      ports.filter((port) => !includesPort(parsePorts(name), port));
    expect(missing('web', [80, 443, 8080, 8443])).toEqual([]);
    expect(missing('remote', [22, 23, 3389, 5900])).toEqual([]);
    expect(missing('database', [1433, 1521, 3306, 5432, 6379, 27017])).toEqual([]);
    expect(missing('mail', [25, 110, 143, 465, 587, 993, 995])).toEqual([]);
    expect(missing('files', [21, 139, 445, 2049])).toEqual([]);
    expect(missing('infrastructure', [53, 67, 123, 161, 389, 514])).toEqual([]);
    expect(missing('top-100', [22, 80, 443, 445, 3389])).toEqual([]);
  });
});

it('the ports by index are the ports in order, and no other', () => {
  const inside = anyPorts
    .filter((ports) => ports.length > 0)
    .chain((ports) => fc.nat(countPorts(ports) - 1).map((index) => ({ ports, index })));
  fc.assert(
    fc.property(inside, ({ ports, index }) => {
      const port = portAt(ports, index);
      const below = ports.flatMap(([from, to]) =>
        from <= port ? [[from, Math.min(to, port)] as const] : [],
      );
      expect(includesPort(ports, port)).toBe(true);
      expect(countPorts(below)).toBe(index + 1);
      expect(() => portAt(ports, countPorts(ports) + index)).toThrow(RangeError);
    }),
  );
  for (const index of [-1, 1.5, Number.NaN])
    expect(() => portAt([[1, 10]], index)).toThrow(RangeError);
});
