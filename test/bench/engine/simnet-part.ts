import { simnet, truthOf, withBed } from './beds.ts';
import { engineIn } from './contenders.ts';
import { type Recall, recallOf, recallWords } from './recall.ts';
import type { Result, Wants } from './results.ts';
import { rounds, spread } from './rounds.ts';
import type { SweepRequest } from './sweep-request.ts';

const NETWORK = '10.77.16.0/20';
const P10 = '22,80,21,23,139,443,445,3306,3389,8080';
const P100 =
  '1-40,53,80,81,110,111,135,139,143,443,445,993,995,1433,1883,2049,2222,3306,3389,5060,5432,5900,5985,6379,6443,7547,8000,8080,8291,8443,9100,9200,10443,11211,27017,32400,49152,60000-60023';
const NOBODY_SLOW =
  'normal=50,firewalled=20,rst=8,limited=5,prohibited=4,reset=4,hostile=5,tarpit=10,router=50';
const PROFILES = ['lan', 'wan', 'mixed'] as const;
const DESCRIPTORS = 1024;
const POLITE = 'most probes one host got in a second, cap 50';
const STILL = 'two runs of one still network without loss';

type Weather = { readonly loss: number; readonly mix?: string };

const weatherOptions = ({ loss, mix }: Weather, profile: string, seed: number): string[] => [
  ...['--profile', profile, '--seed', `${seed}`, '--loss', `${loss}`],
  ...(mix === undefined ? [] : ['--mix', mix]),
];

/** A counter of the simulated network. */
const counted = async (name: string): Promise<string> => {
  const [, value = '?'] = new RegExp(`${name}\\s+(\\d+)`).exec(await simnet.say('stats')) ?? [];
  return value;
};

/** Recall and wall time of one sweep of one such network. */
const sweepOf = (weather: Weather, profile: string, seed: number, request: Partial<SweepRequest>) =>
  withBed(simnet, weatherOptions(weather, profile, seed), async () => {
    const tcp = request.tcp ?? P10;
    const asked = { ...request, layer: 'libc' as const, network: NETWORK, tcp };
    const report = await engineIn(simnet, DESCRIPTORS, asked);
    const truth = await truthOf('simnet_truth.py', 'open', NETWORK, tcp);
    const dropped = Number(await counted('tun_dropped_before_simnet'));
    return { recall: recallOf(truth, report), seconds: report.wallMs / 1000, dropped };
  });

const row = async (
  seeds: number,
  {
    what,
    goal,
    weather,
    request,
  }: {
    what: string;
    goal: string;
    weather: Weather;
    request: Partial<SweepRequest>;
  },
): Promise<Result> => {
  const all: Recall[] = [];
  const seconds: number[] = [];
  let dropped = 0;
  for (const profile of PROFILES) {
    await rounds(seeds, async (no) => {
      const swept = await sweepOf(weather, profile, no + 1, request);
      all.push(swept.recall);
      seconds.push(swept.seconds);
      dropped += swept.dropped;
    });
  }
  // What the bed itself lost says nothing about the engine.
  const flaw = dropped === 0 ? '' : `; the bed dropped ${dropped}`;
  return { what, goal, measured: `${recallWords(all)}; ${spread(seconds, 1)} s${flaw}` };
};

const polite = (): Promise<Result> =>
  withBed(simnet, weatherOptions({ loss: 1 }, 'mixed', 1), async () => {
    const request = {
      layer: 'libc' as const,
      // So few addresses that the cap, and not the descriptors, sets the pace.
      network: '10.77.16.0/27',
      tcp: '1-400',
      ratePerHost: 50,
    };
    await engineIn(simnet, DESCRIPTORS, request);
    const most = await counted('max_syns_per_second_one_address');
    return { what: POLITE, goal: '≤ 50', measured: most };
  });

const still = (): Promise<Result> =>
  withBed(simnet, weatherOptions({ loss: 0 }, 'mixed', 2), async () => {
    const request = { layer: 'libc' as const, network: NETWORK, tcp: P10 };
    const [one, two] = await rounds(2, () => engineIn(simnet, DESCRIPTORS, request));
    const isSame = JSON.stringify(one?.open.toSorted()) === JSON.stringify(two?.open.toSorted());
    const measured = isSame ? `identical, ${one?.openCount} open` : 'they differ';
    return { what: STILL, goal: 'identical', measured };
  });

/** The simulated network: recall, false opens, politeness. `seeds` networks of each profile. */
export const simnetPart = async (seeds: number, wants: Wants): Promise<Result[]> => {
  const goal = '≥ 99.9 %, 0';
  const rows = [
    {
      what: 'thorough, nobody slow, 1 % loss',
      goal,
      weather: { loss: 1, mix: NOBODY_SLOW },
      request: {},
    },
    {
      what: 'thorough, 4 % slow, 1 % loss, patience 2000',
      goal,
      weather: { loss: 1 },
      request: { patienceMs: 2000 },
    },
    {
      what: 'thorough, 4 % slow, 1 % loss, default patience',
      goal: '-',
      weather: { loss: 1 },
      request: {},
    },
    {
      what: 'thorough, nobody slow, 5 % loss',
      goal: '≥ 99 %, 0',
      weather: { loss: 5, mix: NOBODY_SLOW },
      request: {},
    },
    {
      what: 'thorough, 4 % slow, 5 % loss, patience 2000',
      goal: '≥ 99 %, 0',
      weather: { loss: 5 },
      request: { patienceMs: 2000 },
    },
    {
      what: 'auto, 100 ports, nobody slow, 1 % loss',
      goal: '≥ 98 %, 0',
      weather: { loss: 1, mix: NOBODY_SLOW },
      request: { tcp: P100, discovery: 'auto' as const },
    },
  ];
  const results: Result[] = [];
  for (const one of rows) if (wants(one.what)) results.push(await row(seeds, one));
  if (wants(POLITE)) results.push(await polite());
  if (wants(STILL)) results.push(await still());
  return results;
};
