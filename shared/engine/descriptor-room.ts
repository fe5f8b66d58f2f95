import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** Left for what the process opens meanwhile: databases, invocations, banners. */
const RESERVED = 64;
const ASSUMED_LIMIT = 1024;
const LIMITS = '/proc/self/limits';
const OPEN = '/proc/self/fd';

/** How many more descriptors a sweep may hold, out of a soft limit of which some are open already. */
export const roomOf = (limit: number, open: number): number => {
  const free = Math.max(1, limit - open);
  const room = Math.min(limit - RESERVED, free - RESERVED / 2);
  // A limit so low that the reserve would take nearly all of it is shared evenly.
  return Math.max(room, Math.min(RESERVED / 4, free >> 1), 1);
};

/** The soft limit named in the text of /proc/self/limits. */
export const softLimitIn = (limits: string): number => {
  const [, soft] = /^Max open files\s+(\S+)/m.exec(limits) ?? [];
  if (soft === 'unlimited') return Number.MAX_SAFE_INTEGER;
  return Number(soft ?? ASSUMED_LIMIT);
};

/** Descriptors that this process may still open for probes, asked of the kernel each time. */
export const descriptorRoom = (): number => {
  if (!existsSync(LIMITS)) return roomOf(ASSUMED_LIMIT, RESERVED / 2);
  return roomOf(softLimitIn(readFileSync(LIMITS, 'utf8')), readdirSync(OPEN).length);
};
