import { testbed, truthOf } from './beds.ts';
import { engineIn, nmapIn } from './contenders.ts';
import { recallOf } from './recall.ts';
import type { Result, Wants } from './results.ts';
import { rounds, spread } from './rounds.ts';
import type { SweepRequest } from './sweep-request.ts';

const DESCRIPTORS = 1024;
/** Of these the engine keeps 64 free. */
const IN_FLIGHT = DESCRIPTORS - 64;
const TRIES = 2;
/** The floor of what a try waits: the bed answers within a fraction of a millisecond. */
const TIMEOUT_MS = 50;
const P10 = '22,80,21,23,139,443,445,3306,3389,8080';
const SPARSE = '10.200.0.0/16';

type Match = {
  readonly what: string;
  readonly goal: string;
  readonly request: Omit<SweepRequest, 'layer'>;
  readonly nmap: readonly string[];
  /** Ports that every silent address is asked, where most are silent. */
  readonly silentPorts?: number;
  /** Open ports that are there, where the bed's truth lists them. */
  readonly truth: () => Promise<string[]>;
};

const sparse = () => truthOf('truth.py', 'open', '0', '65536', P10);
const unknown = async (): Promise<string[]> => [];

const matches: readonly Match[] = [
  {
    what: '/24 all live, 10 ports, whole process',
    goal: '≤ 0.7',
    request: { network: '10.201.7.0/24', tcp: P10 },
    nmap: ['-Pn', '-p', P10, '10.201.7.0/24'],
    truth: unknown,
  },
  {
    what: '/24 all live, 10 ports, patience 100, whole process',
    goal: '-',
    request: { network: '10.201.7.0/24', tcp: P10, patienceMs: 100 },
    nmap: ['-Pn', '-p', P10, '10.201.7.0/24'],
    truth: unknown,
  },
  {
    what: '1 host, 65,535 ports, whole process',
    goal: '≤ 0.6',
    request: { network: '10.201.0.5/32', tcp: '1-65535' },
    nmap: ['-p', '1-65535', '10.201.0.5'],
    truth: unknown,
  },
  {
    what: 'fast: /16, 10 % live, 10 ports',
    goal: '≤ 0.5, all found',
    request: { network: SPARSE, tcp: P10, discovery: 'fast' },
    silentPorts: 2,
    nmap: ['-p', P10, SPARSE],
    truth: sparse,
  },
  {
    what: 'thorough: /16, 10 % live, 10 ports',
    goal: '≤ 0.6, all found',
    request: { network: SPARSE, tcp: P10 },
    silentPorts: 10,
    nmap: ['-Pn', '-p', P10, SPARSE],
    truth: sparse,
  },
];

/** Seconds that silence takes at least: the tries of all silent addresses, as many at once as there are descriptors. */
const silence = (up: number, ports: number): number =>
  ((65_536 - up) * ports * TRIES * (TIMEOUT_MS / 1000)) / IN_FLIGHT;

const play = async (count: number, match: Match): Promise<Result[]> => {
  const truth = await match.truth();
  const played = await rounds(count, async () => {
    const engine = await engineIn(testbed, DESCRIPTORS, { ...match.request, layer: 'libc' });
    const nmap = await nmapIn(testbed, DESCRIPTORS, match.nmap);
    const there = truth.length > 0 ? truth : nmap.open;
    const { missed, false: made } = recallOf(there, engine);
    const over = engine.wallMs / 1000 / silence(engine.up, match.silentPorts ?? 0);
    return { engine: engine.seconds, nmap: nmap.seconds, missed, made, over };
  });
  const of = (value: (round: (typeof played)[number]) => number, digits = 2): string =>
    spread(played.map(value), digits);
  const times = `${of(({ engine }) => engine)} s against ${of(({ nmap }) => nmap)} s`;
  const ratio = of(({ engine, nmap }) => engine / nmap);
  const errors = `missed ${of(({ missed }) => missed, 0)}, false ${of(({ made }) => made, 0)}`;
  const against = {
    what: `${match.what}: ÷ nmap`,
    goal: match.goal,
    measured: `${ratio}: ${times}; ${errors}`,
  };
  if (match.silentPorts === undefined) return [against];
  const what = `${match.what}: the sweep ÷ (silent ports × 2 tries × 50 ms ÷ descriptors)`;
  return [against, { what, goal: '≤ 1.1', measured: of(({ over }) => over) }];
};

/** Wall time against nmap's fastest unprivileged settings, interleaved. */
export const nmapPart = async (count: number, wants: Wants): Promise<Result[]> => {
  const results: Result[] = [];
  for (const match of matches) if (wants(match.what)) results.push(...(await play(count, match)));
  return results;
};
