import type { ExportFormat } from '#cli/client.ts';
import type { Output } from '#cli/output.ts';
import { csvHead, csvOf } from '#shared/domain/host-csv.ts';
import { type NmapScan, nmapFoot, nmapHead, nmapHost } from '#shared/domain/nmap-xml.ts';
import { printableJson } from '#shared/domain/printable.ts';
import type { FoundHost } from './found-hosts.ts';

type Pages = AsyncIterable<readonly FoundHost[]>;
type Format = {
  readonly head: string;
  readonly host: (host: FoundHost) => string;
  readonly foot: (hosts: number) => string;
};

/** What was asked for stands where nmap has its own command line. */
const xml = (asked: string): Format => {
  const start = new Date();
  const scan: NmapScan = {
    args: `netsweep hosts${asked}`,
    tcpPorts: '',
    udpPorts: '',
    start,
    end: start,
    online: 0,
    addresses: 0,
  };
  return {
    head: nmapHead(scan),
    host: nmapHost,
    foot: (hosts) => nmapFoot({ ...scan, end: new Date(), online: hosts, addresses: hosts }),
  };
};

const formatOf = (format: ExportFormat, asked: string): Format => {
  if (format === 'xml') return xml(asked);
  if (format === 'csv') return { head: csvHead(), host: csvOf, foot: () => '' };
  return { head: '', host: (host) => `${printableJson(host)}\n`, foot: () => '' };
};

/** Writes hosts of several tasks, or some of one, in the formats that the API exports all of one task in. */
export const writeDocument = async (
  out: Output,
  pages: Pages,
  { format, asked }: { format: ExportFormat; asked: string },
): Promise<void> => {
  const { head, host, foot } = formatOf(format, asked);
  let hosts = 0;
  await out.write(head);
  for await (const page of pages) {
    if (out.isClosed()) return;
    hosts += page.length;
    await out.write(page.map(host).join(''));
  }
  await out.write(foot(hosts));
};
