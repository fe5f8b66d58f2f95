import { testbed } from './beds.ts';
import { engineIn, udpCeilingIn } from './contenders.ts';
import type { Result } from './results.ts';
import { rounds, spread } from './rounds.ts';

const P5 = '22,80,443,3389,8080';
/** As a scanner gets them: at most 4096 addresses at a time. */
const CHUNK = { chunkPrefix: 20, list: false, layer: 'libc' } as const;

const memory = async (count: number, network: string): Promise<Result> => {
  const megabytes = await rounds(
    count,
    async () => (await engineIn(testbed, 1024, { ...CHUNK, network, tcp: '22' })).rssMb,
  );
  return {
    what: `RSS in MB, ${network}, chunk by chunk`,
    goal: '≤ 120, flat',
    measured: spread(megabytes, 0),
  };
};

const fewDescriptors = async (count: number): Promise<Result> => {
  const request = { layer: 'libc', network: '10.200.0.0/20', tcp: P5, inFlight: 1000 } as const;
  const compared = await rounds(count, async () => {
    const few = await engineIn(testbed, 256, request);
    const many = await engineIn(testbed, 1100, request);
    const isSame = JSON.stringify(few.open.toSorted()) === JSON.stringify(many.open.toSorted());
    return { cpu: few.cpuMs / few.probes / (many.cpuMs / many.probes), isSame };
  });
  const same = compared.every(({ isSame }) => isSame) ? 'same results' : 'results differ';
  return {
    what: '256 descriptors, 1,000 asked: CPU a probe ÷ with enough',
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
    what: `UDP, 65,536 addresses, ${what}: probes a second ÷ C`,
    goal: '≥ 0.75, all up',
    measured: `${of('ratio', 2)}: ${of('rate', 1)} k/s; up ${of('up', 0)}, in C ${of('upInC', 0)}`,
  };
};

/** Memory, descriptors, UDP. */
export const scalePart = async (count: number): Promise<Result[]> => [
  await memory(count, '10.202.0.0/20'),
  await memory(count, '10.201.0.0/16'),
  await memory(1, '127.0.0.0/12'),
  await fewDescriptors(count),
  await udp(count, '10.201.0.0', 'all answer'),
  await udp(count, '10.200.0.0', 'a tenth answers'),
];
