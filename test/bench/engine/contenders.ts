import * as z from 'zod';
import type { Bed } from './beds.ts';
import { bundledSweep } from './bundled-sweep.ts';
import { type SweepRequest, sweepReport, sweepRequest } from './sweep-request.ts';

let sweepFile = '';

/** Bundles the engine for as long as the work takes. */
export const withEngine = async (work: () => Promise<void>): Promise<void> => {
  const { file, remove } = await bundledSweep();
  sweepFile = file;
  try {
    await work();
  } finally {
    await remove();
  }
};
const CEILING = '/run/netsweep-bed/ceiling';

/** The project's engine, in a process of its own; `seconds` are those of the whole process. */
export const engineIn = async (bed: Bed, descriptors: number, request: SweepRequest) => {
  const words = [process.execPath, sweepFile, JSON.stringify(sweepRequest.parse(request))];
  const { seconds, output } = await bed.run(descriptors, words);
  return { seconds, ...sweepReport.parse(JSON.parse(output)) };
};

const ceilingSays = z.object({ probes: z.number(), wall: z.number(), cpu_us: z.number() });

/** The prober in C, on recycled sockets. */
export const ceilingIn = async (
  bed: Bed,
  descriptors: number,
  {
    first,
    addresses,
    tcp,
    inFlight,
  }: { first: string; addresses: number; tcp: string; inFlight: number },
) => {
  const words = [
    CEILING,
    '-m',
    '1',
    '-b',
    first,
    '-n',
    `${addresses}`,
    '-p',
    tcp,
    '-i',
    `${inFlight}`,
  ];
  const { output } = await bed.run(descriptors, words);
  return ceilingSays.parse(JSON.parse(output));
};

const udpCeilingSays = z.object({ probes: z.number(), wall: z.number(), answered: z.number() });

/** The same for UDP: one socket, many datagrams a call. */
export const udpCeilingIn = async (
  bed: Bed,
  { first, addresses, port }: { first: string; addresses: number; port: number },
) => {
  const words = [`${CEILING}-udp`, '-b', first, '-n', `${addresses}`, '-p', `${port}`];
  const { output } = await bed.run(1024, words);
  return udpCeilingSays.parse(JSON.parse(output));
};

/** nmap as fast as it goes without privileges; `seconds` are those of the whole process. */
export const nmapIn = async (bed: Bed, descriptors: number, options: readonly string[]) => {
  const fastest = ['-sT', '-T5', '-n', '--min-rate', '10000', '--max-retries', '1'];
  const words = ['nmap', '--unprivileged', ...fastest, '-oG', '-', ...options];
  const { seconds, output } = await bed.run(descriptors, words);
  return { seconds, open: openIn(output) };
};

/** `Host: 10.0.0.1 () Ports: 22/open/tcp//ssh///, …` as `address:port`. */
const openIn = (greppable: string): string[] =>
  greppable.split('\n').flatMap((line) => {
    const [, address] = /^Host: (\S+) .*Ports: /.exec(line) ?? [];
    return [...line.matchAll(/(\d+)\/open\/tcp/g)].map(([, port]) => `${address}:${port}`);
  });
