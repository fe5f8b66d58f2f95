import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BUNDLE_FILE, writeBundle } from '#infra/bundling.ts';
import { functions } from '#infra/functions.ts';
import { printTable } from '#test/bench/print-table.ts';

/** `npm run bench:identify`: 256 hosts of the loopback with three listeners each, swept with and without identification. */

const NETWORK = '127.0.77.0/24';
const ROUNDS = 7;
const addresses = Array.from({ length: 256 }, (_, i) => `127.0.77.${i}`);

/** What the scanner brings along, around another entry. */
const bundle = async (outFolder: string): Promise<string> => {
  const entry = 'test/bench/identify/identify-once.ts';
  const { folder } = await writeBundle({ ...functions.scanner, entry }, { outFolder });
  return join(folder, BUNDLE_FILE);
};

type Told = { ms: number; hosts: number; identified: number; peakMiB: number };

const run = async <T>(file: string, args: readonly string[]) => {
  const child = fork(file, [...args]);
  const [said] = (await once(child, 'message')) as [T];
  return { child, said };
};

const temporary = await mkdtemp(join(tmpdir(), 'netsweep-bench-'));
const scanner = await bundle(temporary);
const servers = await run<number[]>(join(import.meta.dirname, 'servers.ts'), addresses);
const once256 = async (mode: 'sweep' | 'identify'): Promise<Told> => {
  const { child, said } = await run<Told>(scanner, [NETWORK, mode, ...servers.said.map(String)]);
  if (child.exitCode === null) await once(child, 'exit');
  if (said.hosts !== 256) throw new Error(`${said.hosts} hosts were found, not 256`);
  return said;
};

try {
  const alone: Told[] = [];
  const both: Told[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    alone.push(await once256('sweep'));
    both.push(await once256('identify'));
  }
  const most = Math.min(...both.map(({ identified }) => identified));
  console.log(`products or certificates known, of 768 ports: ${most} at least`);
  printTable([
    {
      what: 'identifying 256 hosts with three open ports each',
      unit: 'ms',
      goal: '< 3000',
      samples: both.map(({ ms }) => ms),
    },
    {
      what: 'peak memory of a scanner that sweeps only',
      unit: 'MiB',
      goal: '',
      samples: alone.map(({ peakMiB }) => peakMiB),
    },
    {
      what: 'what identification adds to it',
      unit: 'MiB',
      goal: '< 60',
      samples: both.map(({ peakMiB }, i) => peakMiB - (alone[i]?.peakMiB ?? 0)),
    },
  ]);
} finally {
  servers.child.disconnect();
  await rm(temporary, { recursive: true });
}
