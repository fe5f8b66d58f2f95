import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { HostFindings } from '#shared/domain/observation.ts';
import { simnet, withBed } from '#test/bench/engine/beds.ts';
import { IDENTIFICATION, type Result, record } from '#test/bench/engine/results.ts';
import { simulatedHosts } from './simnet-hosts.ts';
import { verdictOn } from './told-right.ts';

/** `npm run bench:names`: the names, MAC addresses and banners of the simulated network. Root, Linux, gcc, python3, iproute2. */
const NETWORK = '10.77.16.0/21';
const SEEDS = [1, 2, 3];
const DESCRIPTORS = 1024;
const SHOWN = 10;
const once = fileURLToPath(new URL('identify-hosts-once.ts', import.meta.url));

const identifiedIn = async (hosts: readonly HostFindings[]) => {
  const folder = await mkdtemp(join(tmpdir(), 'netsweep-identify-'));
  try {
    const file = join(folder, 'hosts.json');
    await writeFile(file, JSON.stringify(hosts));
    const { output } = await simnet.run(DESCRIPTORS, [process.execPath, once, file]);
    return JSON.parse(output) as { seconds: number; hosts: HostFindings[] };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const roundOf = (seed: number, profile: string) =>
  withBed(simnet, ['--seed', `${seed}`, '--profile', profile], async () => {
    const there = await simulatedHosts(NETWORK);
    const { seconds, hosts } = await identifiedIn(there.map(({ findings }) => findings));
    const found = new Map(hosts.map((host) => [host.address, host]));
    const verdicts = there.map(({ findings, truth }) =>
      verdictOn(truth, found.get(findings.address) ?? findings),
    );
    const wrong = verdicts.flatMap((verdict) => verdict.wrong);
    for (const mistake of wrong.slice(0, SHOWN)) console.error(mistake);
    const sum = (of: 'there' | 'right'): number =>
      verdicts.reduce((total, verdict) => total + verdict[of], 0);
    const falsehoods = wrong.filter((mistake) => !mistake.startsWith('no ')).length;
    return { seconds, hosts: there.length, facts: sum('there'), right: sum('right'), falsehoods };
  });

const row = async (profile: string): Promise<Result> => {
  const rounds: Awaited<ReturnType<typeof roundOf>>[] = [];
  for (const seed of SEEDS) rounds.push(await roundOf(seed, profile));
  const sum = (of: keyof (typeof rounds)[number]): number =>
    rounds.reduce((total, round) => total + round[of], 0);
  const share = ((100 * sum('right')) / sum('facts')).toFixed(2);
  return {
    what: `names, MACs, vendors and banners of ${sum('hosts')} simulated hosts, ${profile}`,
    goal: '100 %, 0 false',
    measured: `${share} % of ${sum('facts')}; ${sum('falsehoods')} false; ${sum('seconds').toFixed(1)} s`,
  };
};

if (process.getuid?.() !== 0) throw new Error('network namespaces want root');
const rows: Result[] = [];
for (const profile of ['lan', 'mixed']) rows.push(await row(profile));
record('names', rows, true, IDENTIFICATION);
