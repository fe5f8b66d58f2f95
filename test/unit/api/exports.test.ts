import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csv } from '#functions/api/export-csv.ts';
import type { ExportFormat } from '#functions/api/export-format.ts';
import { jsonl } from '#functions/api/export-jsonl.ts';
import { nmapXml } from '#functions/api/export-nmap-xml.ts';
import { presentHost } from '#functions/api/present-host.ts';
import { formatIpv4 } from '#shared/domain/address.ts';
import { type WireHost, wireHost } from '#shared/domain/wire.ts';
import type { Host } from '#shared/store/hosts.ts';
import { apiWith, asks } from '#test/support/api-with.ts';
import { hostileText } from '#test/support/hostile-text.ts';
import { expectNmapDocument, readNmap } from '#test/support/nmap-dtd.ts';
import { NOW, sampleHost, sampleRun, sampleTask } from '#test/support/samples.ts';

const task = sampleTask();
const run = sampleRun({ state: 'done', finishedAt: NOW });
const whole = (format: ExportFormat, ...hosts: WireHost[]): string =>
  [format.head({ task, run }), ...hosts.map(format.host), format.foot({ task, run })].join('');
const shown = (change: Partial<Host> = {}): WireHost => presentHost(sampleHost(change));

/** Reads RFC 4180 with every cell in quotes; throws for anything else. */
const readCsv = (text: string): string[][] =>
  text
    .split('\r\n')
    .slice(0, -1)
    .map((line) => {
      expect(line).toMatch(/^"(?:[^"]|"")*"(?:,"(?:[^"]|"")*")*$/);
      return [...line.matchAll(/"((?:[^"]|"")*)"/g)].map(([, cell = '']) =>
        cell.replaceAll('""', '"'),
      );
    });
const records = (text: string) => {
  const [head = [], ...rows] = readCsv(text);
  return rows.map((row) => Object.fromEntries(head.map((name, at) => [name, row[at]])));
};

const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
/** Without the line ends that the formats themselves have. */
const unsafeIn = (text: string) => UNSAFE.exec(text.replaceAll(/\r?\n/g, ''))?.[0];

const hostile: fc.Arbitrary<WireHost> = fc
  .record({
    hostname: hostileText,
    vendor: hostileText,
    service: hostileText,
    product: hostileText,
  })
  .map(({ hostname, vendor, service, product }) => {
    const host = shown({ hostname, vendor, mac: '00:1b:a9:00:00:07' });
    const ports = host.ports.map((port) => ({ ...port, service, product }));
    return { ...host, ports };
  });

describe('CSV', () => {
  it('has a row for each port, every cell in quotes', () => {
    const text = whole(
      csv,
      shown({ hostname: 'printer "3"' }),
      shown({ ip: '10.2.0.8', ports: [] }),
    );
    expect(records(text)).toMatchObject([
      { ip: '10.2.0.7', hostname: 'printer "3"', port: '22', state: 'open', rtt_ms: '0.8' },
      { ip: '10.2.0.7', port: '53', protocol: 'udp', state: 'open|filtered', rtt_ms: '' },
      { ip: '10.2.0.8', port: '', state: '' },
    ]);
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', ' =1', '＝1+1', '=cmd|"/c calc"!A1'])(
    'makes no formula of %j',
    (hostname) => {
      const [row] = records(whole(csv, shown({ hostname })));
      expect(row?.hostname?.startsWith("'")).toBe(true);
    },
  );

  it('leaves other text as it is', () => {
    const [row] = records(whole(csv, shown({ hostname: 'a=b-c.example' })));
    expect(row?.hostname).toBe('a=b-c.example');
  });

  it('keeps its columns and shows nothing that acts, whatever the names are', () => {
    fc.assert(
      fc.property(hostile, (host) => {
        const text = whole(csv, host);
        expect(unsafeIn(text)).toBeUndefined();
        const rows = readCsv(text);
        expect(new Set(rows.map((row) => row.length)).size).toBe(1);
        for (const cell of rows.flat()) expect(cell).not.toMatch(/^\s*[=+\-@\t\r]/);
      }),
    );
  });

  it('shows a host that answers everything as that', () => {
    const answersEverything = {
      network: '10.2.0.0/24',
      addresses: 256,
      asked: 9,
      open: 8,
      samplePorts: [1],
    };
    const [row] = records(whole(csv, shown({ ports: [], answersEverything })));
    expect(row).toMatchObject({ state: 'open', note: 'answers everything: 8 of 9 in 10.2.0.0/24' });
  });
});

describe('JSON Lines', () => {
  it('has a host a line that reads back as it was, and shows nothing that acts', () => {
    fc.assert(
      fc.property(hostile, (host) => {
        const text = whole(jsonl, host, host);
        expect(unsafeIn(text)).toBeUndefined();
        const lines = text.split('\n').slice(0, -1);
        expect(lines.map((line) => wireHost.parse(JSON.parse(line)))).toEqual([host, host]);
      }),
    );
  });
});

describe('XML', () => {
  it('is read as nmap’s', () => {
    const host = shown({ hostname: 'printer-3', mac: '00:1b:a9:00:00:07', vendor: 'Brother & Co' });
    const text = whole(nmapXml, host, shown({ ip: 'fd12::7', ports: [] }));
    expectNmapDocument(text);
    const read = readNmap(text);
    expect(read.runstats.hosts).toEqual({ up: '3', down: '253', total: '256' });
    expect(read.host).toMatchObject([
      {
        address: [
          { addr: '10.2.0.7', addrtype: 'ipv4' },
          { addr: '00:1b:a9:00:00:07', addrtype: 'mac', vendor: 'Brother & Co' },
        ],
        hostnames: { hostname: [{ name: 'printer-3' }] },
        ports: {
          extraports: [
            { state: 'closed', count: '9' },
            { state: 'filtered', count: '3' },
          ],
          port: [
            { protocol: 'tcp', portid: '22', state: { state: 'open', reason: 'syn-ack' } },
            { protocol: 'udp', portid: '53', state: { state: 'open|filtered' } },
          ],
        },
      },
      { address: [{ addr: 'fd12::7', addrtype: 'ipv6' }] },
    ]);
  });

  it('is well-formed and as its document type says, whatever the names are', () => {
    fc.assert(
      fc.property(fc.array(hostile, { maxLength: 3 }), (hosts) => {
        const text = whole(nmapXml, ...hosts);
        expect(unsafeIn(text)).toBeUndefined();
        expectNmapDocument(text);
        expect(readNmap(text).host ?? []).toHaveLength(hosts.length);
      }),
      { numRuns: 60 },
    );
  });

  it('is a whole document before the first run too', () => {
    const none = { task, run: null };
    expectNmapDocument(nmapXml.head(none) + nmapXml.foot(none));
  });
});

/** A task of very many hosts, with some text in each. */
const manyHosts = (count: number) => {
  const ipOf = (n: number) => formatIpv4(0x0a_00_00_00 + n);
  const hostname = 'x'.repeat(5000);
  const asked: unknown[] = [];
  const api = apiWith({
    tasks: {
      ofRequest: async () => [],
      create: async () => [],
      get: async () => task,
      getAll: async () => [task],
      list: async () => ({ tasks: [], next: null }),
      update: async () => null,
      remove: async () => null,
    },
    runs: {
      ofRequest: async () => [],
      get: async () => run,
      getAll: async () => [run],
      live: async () => [],
      listOfTask: async () => ({ runs: [], next: null }),
    },
    hosts: {
      ofRun: async () => null,
      ofAddress: async () => ({ sightings: [], next: null }),
      ofTask: async (_id, { after, limit, generation }) => {
        asked.push(generation);
        const from =
          after === undefined
            ? 0
            : Number(after.split('.').reduce((n, octet) => n * 256 + Number(octet), 0)) -
              0x0a_00_00_00 +
              1;
        const to = Math.min(from + limit, count);
        const hosts = Array.from({ length: to - from }, (_, n) =>
          sampleHost({ ip: ipOf(from + n), hostname }),
        );
        return { hosts, next: to < count ? ipOf(to - 1) : null, generation: 70 };
      },
    },
  });
  return { api, asked, ipOf };
};

/** Follows the links from part to part. */
const partsOf = async (api: ReturnType<typeof apiWith>, extension: string): Promise<string[]> => {
  const path = `/v1/tasks/7/hosts.${extension}`;
  const parts: string[] = [];
  for (let query: string | undefined = ''; query !== undefined; ) {
    const { status, headers, body } = await api.ask({ path, query, headers: asks('viewer') });
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'content-disposition': `attachment; filename="netsweep-task-7.${extension}"`,
    });
    parts.push(String(body));
    const [, to, cursor] =
      /^<([^?]+)\?(cursor=[\w-]+)>; rel="next"$/.exec(String(headers.link)) ?? [];
    expect(to ?? path).toBe(path);
    query = cursor;
  }
  return parts;
};

describe.each(['csv', 'jsonl', 'xml'])('an export as %s', (extension) => {
  it('comes in parts of at most 4 MB that make one document, of one generation', async () => {
    const count = 1200;
    const { api, asked, ipOf } = manyHosts(count);
    const parts = await partsOf(api, extension);
    expect(parts.length).toBeGreaterThan(1);
    for (const part of parts) expect(Buffer.byteLength(part)).toBeLessThanOrEqual(4_000_000);
    expect(new Set(asked.slice(1))).toEqual(new Set([70]));
    const text = parts.join('');
    const ips = [...text.matchAll(/(?:"ip":|\r\n|addr=)"(10\.[\d.]+)"/g)].map(([, ip]) => ip);
    expect([...new Set(ips)]).toEqual(Array.from({ length: count }, (_, n) => ipOf(n)));
    if (extension === 'xml') expect(readNmap(text).host).toHaveLength(count);
  });
});
