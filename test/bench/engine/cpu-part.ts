import { testbed } from './beds.ts';
import { ceilingIn, engineIn } from './contenders.ts';
import type { Result } from './results.ts';
import { rounds, spread } from './rounds.ts';

const DESCRIPTORS = 2048;
const IN_FLIGHT = 1000;
const REFUSED = '21,23,139,3306,3389';
const ADDRESSES = 65_536;

/** CPU time of a refused probe: the engine against the prober in C and against node's own sockets. */
export const cpuPart = async (count: number): Promise<Result[]> => {
  const request = {
    network: '10.201.0.0/16',
    tcp: REFUSED,
    inFlight: IN_FLIGHT,
    list: false,
  };
  const microseconds = await rounds(count, async () => {
    const ceiling = await ceilingIn(testbed, DESCRIPTORS, {
      first: '10.201.0.0',
      addresses: ADDRESSES,
      tcp: REFUSED,
      inFlight: IN_FLIGHT,
    });
    const costOf = async (layer: 'libc' | 'node', warmUp: 'none' | 'chunk'): Promise<number> => {
      const { cpuMs, probes } = await engineIn(testbed, DESCRIPTORS, { ...request, layer, warmUp });
      return (cpuMs * 1000) / probes;
    };
    return {
      ceiling: ceiling.cpu_us,
      libc: await costOf('libc', 'chunk'),
      cold: await costOf('libc', 'none'),
      node: await costOf('node', 'chunk'),
    };
  });
  const of = (value: (round: (typeof microseconds)[number]) => number): string =>
    spread(microseconds.map(value));
  return [
    {
      what: 'CPU µs a refused probe: C ceiling',
      goal: '-',
      measured: of(({ ceiling }) => ceiling),
    },
    { what: 'engine', goal: '-', measured: of(({ libc }) => libc) },
    { what: 'node layer', goal: '-', measured: of(({ node }) => node) },
    {
      what: 'engine ÷ C ceiling',
      goal: '≤ 1.25',
      measured: of(({ libc, ceiling }) => libc / ceiling),
    },
    {
      what: 'engine ÷ C ceiling, first sweep of a process',
      goal: '-',
      measured: of(({ cold, ceiling }) => cold / ceiling),
    },
    {
      what: 'C ceiling ÷ node layer',
      goal: '-',
      measured: of(({ ceiling, node }) => ceiling / node),
    },
    { what: 'engine ÷ node layer', goal: '≤ 0.25', measured: of(({ libc, node }) => libc / node) },
  ];
};
