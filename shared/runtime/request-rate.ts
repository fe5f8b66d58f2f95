/** How many requests one caller may make, counted by all environments together. */

/** What is left of a caller's allowance: up to `want` requests are granted; none, with the time to wait for one. */
export type TakeAllowance = (
  caller: string,
  want: number,
) => Promise<{ readonly granted: number; readonly waitMs: number }>;

/** Milliseconds that a caller has to wait; 0: go on. */
export type Admit = (caller: string) => Promise<number>;

type Lease = { left: number; untilMs: number; want: number; refusedUntilMs: number };

/** How long granted requests may be used here; after that they are lost. */
const LEASE_MS = 1000;
const MOST_WANTED = 32;
/** The shared count is not worth waiting longer for. */
const PATIENCE_MS = 500;
const MOST_CALLERS = 1000;

const within = async <T>(work: Promise<T>, ms: number): Promise<T | null> => {
  const { promise: late, resolve } = Promise.withResolvers<null>();
  const timer = setTimeout(resolve, ms, null);
  try {
    return await Promise.race([work.catch(() => null), late]);
  } finally {
    clearTimeout(timer);
  }
};

/**
 * Admits requests against a shared allowance without asking for each: a busy caller's requests are taken a second's
 * worth at a time, twice as many each time they are used up early (at most 32), and while a caller has to wait nobody
 * is asked. A count that cannot be reached stops nobody, for a second: the API is to work without it.
 */
export const admitBy = (
  take: TakeAllowance,
  clock: () => number = Date.now,
  patienceMs = PATIENCE_MS,
): Admit => {
  const leases = new Map<string, Lease>();

  const renew = async (caller: string, lease: Lease): Promise<void> => {
    const wasUsedUp = lease.left === 0 && clock() < lease.untilMs;
    lease.want = wasUsedUp ? Math.min(2 * lease.want, MOST_WANTED) : 1;
    const taken = await within(take(caller, lease.want), patienceMs);
    lease.untilMs = clock() + LEASE_MS;
    lease.left = taken?.granted ?? Number.POSITIVE_INFINITY;
    lease.refusedUntilMs = taken?.granted === 0 ? clock() + taken.waitMs : 0;
  };

  const leaseOf = (caller: string): Lease => {
    const known = leases.get(caller);
    if (known !== undefined) return known;
    if (leases.size >= MOST_CALLERS) leases.clear();
    const lease = { left: 0, untilMs: 0, want: 1, refusedUntilMs: 0 };
    leases.set(caller, lease);
    return lease;
  };

  return async (caller) => {
    const lease = leaseOf(caller);
    if (clock() < lease.refusedUntilMs) return lease.refusedUntilMs - clock();
    if (lease.left === 0 || clock() >= lease.untilMs) await renew(caller, lease);
    if (lease.left === 0) return Math.max(1, lease.refusedUntilMs - clock());
    lease.left -= 1;
    return 0;
  };
};
