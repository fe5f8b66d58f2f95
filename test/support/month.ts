import type { Chance } from '#test/faults/rig/chance.ts';
import { HostBelief } from './belief.ts';
import { listenDeaf } from './deaf-listener.ts';
import { listenAt, listenOn } from './listeners.ts';

/** Two runs a day. */
export const HALF_A_DAY_SECONDS = 43_200;
/** Of the task: ports are asked, no more, and silence is not waited for long. */
export const MONTH_OPTIONS = {
  discovery: 'thorough',
  identify: false,
  rate: 100_000,
  patience_ms: 100,
} as const;
const HOSTS = 12;
/** How likely something comes or goes at a place from one run to the next: hardly ever, now and then, all the time. */
const MOODS = [0.02, 0.1, 0.5] as const;
/** Of the hosts, so many wander: they are there, or they are not. */
const WANDERERS = 3;
const WANDERING = 0.35;
/** Of the addresses a run leaves out so many; and so many runs leave a port out. */
const LEFT_OUT = 0.1;
const PORT_LEFT_OUT = 0.2;

/** Somebody accepts, or nobody ever answers. */
type Kind = 'open' | 'deaf';
type Listener = { readonly kind: Kind; readonly close: () => Promise<unknown> };
type Place = { readonly ip: string; readonly port: number; readonly mood: number };

/** Ports that are free at an address now, as the system says. */
const freePorts = async (host: string, count: number): Promise<number[]> => {
  const { at, close } = await listenOn(Array(count).fill(host));
  await close();
  return at.map(({ port }) => port);
};

/** What listens where, as it is wanted. */
const listeners = () => {
  const there = new Map<string, Listener>();
  const settle = async ({ ip, port }: Place, wanted: Kind | null): Promise<void> => {
    const name = `${ip} ${port}`;
    const now = there.get(name);
    if (now?.kind === wanted || (now === undefined && wanted === null)) return;
    await now?.close();
    there.delete(name);
    if (wanted === null) return;
    const { close } = await (wanted === 'open' ? listenAt : listenDeaf)(ip, port);
    there.set(name, { kind: wanted, close });
  };
  const close = () => Promise.all([...there.values()].map((one) => one.close()));
  return { settle, close };
};

/**
 * Hosts that come and go on a /28 of the loopback, whose ports open, close, flap and move next door, as chance has it, with real listeners:
 * where a host is away its ports are deaf, so that nothing answers. Each run leaves some of them out, or a
 * port. The caller has the /24 `net` (`127.77.5`) to itself.
 */
export const startMonth = async (net: string, chance: Chance) => {
  const addresses = Array.from({ length: HOSTS }, (_, i) => `${net}.${i + 1}`);
  const ports = await freePorts(addresses[0] ?? '', 3);
  const places: Place[] = addresses.flatMap((ip) =>
    ports.map((port) => ({ ip, port, mood: chance.pick(MOODS) })),
  );
  const open = new Set(ports.map((port, nth) => `${addresses[nth]} ${port}`));
  const away = new Set<string>();
  const leftOut = new Set<string>();
  let asked = ports;
  const beliefs = new Map(addresses.map((ip) => [ip, new HostBelief(ports)]));
  const sockets = listeners();

  /** What is open at a place closes, and every third time opens next door where that is closed; what is closed opens. */
  const turn = ({ ip, port }: Place): void => {
    const next = addresses[(addresses.indexOf(ip) + 1) % HOSTS] ?? '';
    if (!open.delete(`${ip} ${port}`)) open.add(`${ip} ${port}`);
    else if (chance.happens(1 / 3)) open.add(`${next} ${port}`);
  };
  const wander = (ip: string): void => {
    if (!away.delete(ip)) away.add(ip);
  };
  const change = (): void => {
    for (const place of places.filter(({ mood }) => chance.happens(mood))) turn(place);
    for (const ip of addresses.slice(-WANDERERS)) if (chance.happens(WANDERING)) wander(ip);
  };
  const leaveOut = (): void => {
    leftOut.clear();
    for (const ip of addresses) if (chance.happens(LEFT_OUT)) leftOut.add(ip);
    asked = chance.happens(PORT_LEFT_OUT) ? ports.toSpliced(chance.below(ports.length), 1) : ports;
  };
  const wantedAt = ({ ip, port }: Place): Kind | null => {
    if (away.has(ip)) return 'deaf';
    return open.has(`${ip} ${port}`) ? 'open' : null;
  };

  return {
    network: `${net}.0/28`,
    /** What the next run is to ask, and which addresses it is not to ask. */
    tcpPorts: (): string => asked.join(','),
    leftOut: (): string[] => [...leftOut],
    /** How many of the sixteen addresses answer now, where the run asks them. */
    online: (): number => 16 - addresses.filter((ip) => away.has(ip) || leftOut.has(ip)).length,
    /** Half a day goes by. */
    move: async (): Promise<void> => {
      change();
      leaveOut();
      for (const place of places) await sockets.settle(place, wantedAt(place));
    },
    /** What somebody who looks now says is new, by the rules of docs/changes.md; ask once a look. */
    look: (): string[] =>
      addresses
        .filter((ip) => !leftOut.has(ip))
        .flatMap((ip) => {
          const isOpen = (port: number): boolean => open.has(`${ip} ${port}`);
          const seen = away.has(ip) ? null : asked.filter(isOpen);
          return beliefs.get(ip)?.changes(ip, seen, asked) ?? [];
        })
        .sort(),
    close: sockets.close,
  };
};
