import { expect, test } from 'vitest';
import { changesIn } from '#shared/store/changes.ts';
import { openDatabase } from '#shared/store/database.ts';
import { digestsIn } from '#shared/store/digests.ts';
import { type Chance, chanceFrom } from '#test/faults/rig/chance.ts';
import { HostBelief } from '#test/support/belief.ts';
import { probedRun } from '#test/support/probed-run.ts';
import { admin, createTask } from '#test/support/run-fixtures.ts';
import { usePostgres } from '#test/support/stores.ts';

const { url, neonEndpoint } = await usePostgres();
const db = openDatabase(url, neonEndpoint);
const RUNS = 60;
const HOSTS = 12;
const PORTS = [22, 80, 443, 5432];

/** Hosts that come and go, some steadily, some flapping, with what is to be said of them. */
const village = (seed: number, chance: Chance) => {
  const hosts = Array.from({ length: HOSTS }, (_, i) => ({
    ip: `10.80.${seed}.${i + 1}`,
    belief: new HostBelief(PORTS),
    isUp: chance.happens(0.5),
    open: new Set(PORTS.filter(() => chance.happens(0.4))),
    moodiness: chance.pick([0.02, 0.1, 0.5]),
  }));
  return {
    passTime: (): void => {
      for (const host of hosts) {
        if (chance.happens(host.moodiness)) host.isUp = !host.isUp;
        const moody = PORTS.filter(() => chance.happens(host.moodiness / 2));
        const shut = moody.filter((port) => host.open.has(port));
        const opened = moody.filter((port) => !host.open.has(port));
        host.open = new Set([...host.open, ...opened].filter((port) => !shut.includes(port)));
      }
    },
    seen: () => hosts.filter(({ isUp }) => isUp).map(({ ip, open }) => ({ ip, tcp: [...open] })),
    changes: (): string[] =>
      hosts.flatMap(({ ip, belief, isUp, open }) => belief.changes(ip, isUp ? [...open] : null)),
  };
};

/** What the feed says of a network, run by run. */
const feedOf = async (network: string): Promise<string[]> => {
  const { changes } = await changesIn(db).list({ limit: 1000, network }, admin);
  const lines = Map.groupBy(changes, ({ runId }) => runId);
  return [...lines.values()].flatMap((ofRun) =>
    ofRun.map(({ kind, ip, port }) => [kind, ip, port ?? []].flat().join(' ')).sort(),
  );
};

test.each([1, 2])(
  'a month of comings and goings is told as it was: nothing missing, nothing made up (%i)',
  async (seed) => {
    const chance = chanceFrom(seed);
    const network = `10.80.${seed}.0/28`;
    const task = await createTask(db, network, PORTS.join(','));
    const { passTime, seen, changes } = village(seed, chance);
    const truth: string[] = [];
    for (let run = 0; run < RUNS; run += 1) {
      passTime();
      const isLost = run > 0 && chance.happens(0.1);
      const runId = await probedRun(db, task, seen(), isLost);
      await digestsIn(db).digest(runId);
      if (!isLost) truth.push(...changes().sort());
    }
    expect(await feedOf(network)).toEqual(truth);
    expect(truth.length).toBeGreaterThan(50);
  },
);
