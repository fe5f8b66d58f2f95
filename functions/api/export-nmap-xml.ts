import { type NmapScan, nmapFoot, nmapHead, nmapHost } from '#shared/domain/nmap-xml.ts';
import type { Run } from '#shared/domain/run.ts';
import type { ExportFormat } from './export-format.ts';
import type { Generation } from './export-generation.ts';

type Counts = Pick<NmapScan, 'start' | 'end' | 'online' | 'addresses'>;

/** A task that has no finished run yet has found nothing, when it was made. */
const countsOf = (run: Run | null, createdAt: Date): Counts => {
  const start = run?.startedAt ?? run?.scheduledFor ?? createdAt;
  const end = run?.finishedAt ?? run?.startedAt ?? createdAt;
  return { start, end, online: run?.online ?? 0, addresses: run?.addresses ?? 0 };
};

const scanOf = ({ task, run }: Generation): NmapScan => {
  const { id, network, tcpPorts, udpPorts, createdAt } = task;
  const what = [network, tcpPorts && `tcp ${tcpPorts}`, udpPorts && `udp ${udpPorts}`];
  return {
    args: `netsweep task ${id} run ${run?.id ?? 'none'}: ${what.filter(Boolean).join(' ')}`,
    tcpPorts,
    udpPorts,
    ...countsOf(run, createdAt),
  };
};

/** nmap's output format, for programs that read it. */
export const nmapXml: ExportFormat = {
  extension: 'xml',
  media: 'application/xml',
  head: (generation) => nmapHead(scanOf(generation)),
  host: nmapHost,
  foot: (generation) => nmapFoot(scanOf(generation)),
};
