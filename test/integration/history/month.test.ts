import { expect, test } from 'vitest';
import { changesIn } from '#shared/store/changes.ts';
import { openDatabase } from '#shared/store/database.ts';
import { digestsIn } from '#shared/store/digests.ts';
import { type Chance, chanceFrom } from '#test/faults/rig/chance.ts';
import { probedRun } from '#test/support/probed-run.ts';
import { admin, createTask } from '#test/support/run-fixtures.ts';
import { usePostgres } from '#test/support/stores.ts';

const { url, neonEndpoint } = await usePostgres();
const db = openDatabase(url, neonEndpoint);
const RUNS = 60;
const HOSTS = 12;
const PORTS = [22, 80, 443, 5432];
const NEEDED = 2;

/** What is said of one thing that is seen or not, check after check: the rule as a person would write it down. */
class Belief {
  isUp = false;
  wasUp = false;
  #misses = 0;

  /** `appeared`, `returned`, `vanished`, or nothing. */
  check(isSeen: boolean): 'appeared' | 'returned' | 'vanished' | null {
    this.#misses = isSeen ? 0 : this.#misses + 1;
    if (isSeen === this.isUp || (!isSeen && this.#misses < NEEDED)) return null;
    this.isUp = isSeen;
    if (!isSeen) return 'vanished';
    const said = this.wasUp ? 'returned' : 'appeared';
    this.wasUp = true;
    return said;
  }
}

class HostBelief extends Belief {
  #ports = new Map(PORTS.map((port) => [port, new Belief()]));

  /** One line for each change of the host or of a port. */
  changes(ip: string, open: readonly number[] | null): string[] {
    const before = this.isUp;
    const said = this.check(open !== null);
    if (!before) this.#ports = new Map(PORTS.map((port) => [port, new Belief()]));
    const ports = open === null ? [] : this.#portChanges(ip, open);
    if (said !== null) return [`host-${said} ${ip}`];
    return ports;
  }

  #portChanges(ip: string, open: readonly number[]): string[] {
    return [...this.#ports].flatMap(([port, belief]) => {
      const said = belief.check(open.includes(port));
      if (said === null) return [];
      return [`port-${said === 'vanished' ? 'closed' : 'opened'} ${ip} ${port}`];
    });
  }
}

/** Hosts that come and go, some steadily, some flapping, with what is to be said of them. */
const village = (seed: number, chance: Chance) => {
  const hosts = Array.from({ length: HOSTS }, (_, i) => ({
    ip: `10.80.${seed}.${i + 1}`,
    belief: new HostBelief(),
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
      const told = isLost ? [] : changes();
      if (run > 0) truth.push(...told.sort());
    }
    expect(await feedOf(network)).toEqual(truth);
    expect(truth.length).toBeGreaterThan(50);
  },
);
