import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columns } from '#cli/view/columns.ts';
import { errorLine } from '#cli/view/error-line.ts';
import { countOf, formatSeconds } from '#cli/view/format.ts';
import { hostTable } from '#cli/view/host-table.ts';
import { paintFor } from '#cli/view/paint.ts';
import { clipped, printable, printableJson } from '#shared/domain/printable.ts';
import { fakeHost } from './fake-answers.ts';

const anyText = fc.string({ unit: 'binary', maxLength: 60 });
const plain = paintFor({ hasColour: false });

describe('text that came from elsewhere', () => {
  it('has nothing left that a terminal would obey or hide, and is whole otherwise', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(printable(text)).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
      }),
    );
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii' }), (text) => printable(text) === text),
    );
  });

  it('is named by its code where it cannot be drawn', () => {
    expect(printable('a\x1b[31m\x00\u009b\u202e\ud800\u{e0041}é')).toBe(
      'a\\x1b[31m\\x00\\x9b\\u{202e}\\u{d800}\\u{e0041}é',
    );
  });

  it('reads back the same from JSON in which it is escaped', () => {
    fc.assert(
      fc.property(fc.record({ a: anyText, b: fc.array(anyText) }), (value) => {
        const json = printableJson(value);
        expect(json).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
        expect(JSON.parse(json)).toEqual(value);
      }),
    );
  });

  it('is cut where it is too long for its place', () => {
    expect([clipped('abcdef', 6), clipped('abcdefg', 6)]).toEqual(['abcdef', 'abc...']);
  });
});

describe('a table', () => {
  it('keeps its columns in line over all of its parts, once they are as wide as they get', () => {
    const cell = fc.string({ unit: 'grapheme-ascii', maxLength: 12 }).map((text) => text.trim());
    const rows = fc.array(fc.tuple(cell, cell), { minLength: 1 });
    fc.assert(
      fc.property(rows, (cells) => {
        const table = columns([{ title: 'A' }, { title: 'B', align: 'right' }], plain);
        const [head] = table.add(cells).split('\n');
        const again = table.add(cells).split('\n').slice(0, -1);
        const width = head?.length ?? 0;
        expect(again.every((line) => line.length <= width)).toBe(true);
        expect(again).toHaveLength(cells.length);
      }),
    );
  });

  it('writes its titles once, and colours only where there are colours', () => {
    const coloured = hostTable(paintFor({ hasColour: true }));
    const [first, second] = [coloured.add([fakeHost({})]), coloured.add([fakeHost({})])];
    expect(first).toContain('\x1b[32mopen\x1b[39m');
    expect(second).not.toContain('HOST');
    expect(hostTable(plain).add([fakeHost({})])).not.toContain('\x1b');
  });

  it('repeats the host in each row of it, dim on a terminal', () => {
    const port = { protocol: 'tcp', state: 'open', reason: 'syn-ack', attempts: 1 } as const;
    const host = fakeHost({ ports: [22, 80].map((number) => ({ ...port, port: number })) });
    const lines = hostTable(paintFor({ hasColour: true }))
      .add([host])
      .split('\n');
    expect(lines[1]).toMatch(/^127\.0\.0\.1 /);
    expect(lines[2]).toContain('\x1b[2m127.0.0.1\x1b[22m  80/tcp');
  });

  it('shows who a host is and what is behind its ports, and which were not spoken to', () => {
    const port = { protocol: 'tcp', state: 'open', reason: 'syn-ack', attempts: 1 } as const;
    const host = fakeHost({
      hostname: 'printer-3',
      vendor: 'Brother \x1b[2J',
      ports: [
        { ...port, port: 80, service: 'http', product: 'nginx', version: '1.22.1' },
        { ...port, port: 9100, service: 'jetdirect', unspoken: 'fragile' },
      ],
    });
    const [, first, second] = hostTable(plain).add([host]).split('\n');
    expect(first).toMatch(
      /^127\.0\.0\.1 \(printer-3, Brother \\x1b\[2J\) +80\/tcp +open +http nginx 1\.22\.1 /,
    );
    expect(second).toMatch(/9100\/tcp +open +jetdirect \(not spoken to\) /);
  });

  it('shows who answers everything in one row', () => {
    const answers_everything = {
      network: '10.2.0.0/24',
      addresses: 256,
      asked: 1280,
      open: 1279,
      sample_ports: [22, 80],
    };
    const lines = hostTable(plain).add([fakeHost({ ports: [], answers_everything })]);
    expect(lines).toMatch(/all +open +answers everything: 1279 of 1280 in 10\.2\.0\.0\/24/);
  });
});

describe('words for numbers', () => {
  it('say how long something takes', () => {
    const said = [0, 0.84, 9.94, 9.96, 59.4, 59.6, 62, 3599.6, 3725, 100_000].map(formatSeconds);
    expect(said).toEqual([
      '0.0 s',
      '0.8 s',
      '9.9 s',
      '10 s',
      '59 s',
      '1 min 00 s',
      '1 min 02 s',
      '1 h 00 min',
      '1 h 02 min',
      '27 h 46 min',
    ]);
  });

  it('say how many there are', () => {
    const hosts = [0, 1, 39_976].map((count) => countOf(count, 'host'));
    expect(hosts).toEqual(['0 hosts', '1 host', '39,976 hosts']);
  });
});

describe('an error', () => {
  it('is one line, whatever it says', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(errorLine(new Error(`${text}\n${text}`))).not.toMatch(/\p{Cc}/u);
      }),
    );
  });
});
