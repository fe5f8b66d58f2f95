import { testbed } from './beds.ts';
import { engineIn, udpCeilingIn } from './contenders.ts';
import type { Result, Wants } from './results.ts';
import { rounds, spread } from './rounds.ts';

const P5 = '22,80,443,3389,8080';
/** As a scanner gets them: at most 4096 addresses at a time. */
const CHUNK = { chunkPrefix: 20, list: false, layer: 'libc' } as const;

const memory = async (count: number, network: string, what: string): Promise<Result> => {
  const megabytes = await rounds(
    count,
    async () => (await engineIn(testbed, 1024, { ...CHUNK, network, tcp: '22' })).rssMb,
  );
  return {
    what,
    goal: '≤ 120, flat',
    measured: spread(megabytes, 0),
  };
};

const fewDescriptors = async (count: number, what: string): Promise<Result> => {
  const request = { layer: 'libc', network: '10.200.0.0/20', tcp: P5, inFlight: 1000 } as const;
  const compared = await rounds(count, async () => {
    const few = await engineIn(testbed, 256, request);
    const many = await engineIn(testbed, 1100, request);
    const isSame = JSON.stringify(few.open.toSorted()) === JSON.stringify(many.open.toSorted());
    return { cpu: few.cpuMs / few.probes / (many.cpuMs / many.probes), isSame };
  });
  const same = compared.every(({ isSame }) => isSame) ? 'same results' : 'results differ';
  return {
    what,
    goal: '≤ 2, same results',
    measured: `${spread(compared.map(({ cpu }) => cpu))}; ${same}`,
  };
};

const UDP_PORT = 5353;

/** One port of 65,536 addresses: each network against the same in C, with the same window and number of tries. */
const udp = async (count: number, network: string, what: string): Promise<Result> => {
  const request = { layer: 'libc', network: `${network}/16`, udp: `${UDP_PORT}` } as const;
  const swept = await rounds(count, async () => {
    const ceiling = await udpCeilingIn(testbed, {
      first: network,
      addresses: 65_536,
      port: UDP_PORT,
    });
    const engine = await engineIn(testbed, 1024, { ...request, warmUp: 'chunk', list: false });
    return {
      ratio: engine.probes / engine.wallMs / (ceiling.probes / (1000 * ceiling.wall)),
      rate: engine.probes / engine.wallMs,
      up: engine.up,
      upInC: ceiling.answered,
    };
  });
  const of = (key: keyof (typeof swept)[number], digits: number): string =>
    spread(
      swept.map((round) => round[key]),
      digits,
    );
  return {
    what,
    goal: '≥ 0.75, all up',
    measured: `${of('ratio', 2)}: ${of('rate', 1)} k/s; up ${of('up', 0)}, in C ${of('upInC', 0)}`,
  };
};

const udpName = (which: string): string => `UDP, 65,536 addresses, ${which}: probes a second ÷ C`;
const memoryName = (network: string): string => `RSS in MB, ${network}, chunk by chunk`;

/** Memory, descriptors, UDP. */
export const scalePart = async (count: number, wants: Wants): Promise<Result[]> => {
  const rows: Readonly<Record<string, (what: string) => Promise<Result>>> = {
    [memoryName('10.202.0.0/20')]: (what) => memory(count, '10.202.0.0/20', what),
    [memoryName('10.201.0.0/16')]: (what) => memory(count, '10.201.0.0/16', what),
    [memoryName('127.0.0.0/12')]: (what) => memory(1, '127.0.0.0/12', what),
    '256 descriptors, 1,000 asked: CPU a probe ÷ with enough': (what) =>
      fewDescriptors(count, what),
    [udpName('all answer')]: (what) => udp(count, '10.201.0.0', what),
    [udpName('a tenth answers')]: (what) => udp(count, '10.200.0.0', what),
  };
  const results: Result[] = [];
  for (const [what, measure] of Object.entries(rows))
    if (wants(what)) results.push(await measure(what));
  return results;
};
