import type { Summary } from '#shared/engine/engine.ts';
import type { TakenChunk } from '#shared/store/attempts.ts';

/** How the reason says that probes failed at our own end: for lack of descriptors, ports, memory or a network. */
const STRAINED = /\b[1-9]\d* local failures$/;

const reasons = {
  deadline: 'not finished: deadline',
  'network-down': 'not finished: network-down',
  untrusted: 'untrusted: the scanner did not see its own ports as they are',
} as const;

/** Why a chunk is given back. */
export const reasonOf = (outcome: keyof typeof reasons, { localFailures }: Summary): string =>
  localFailures > 0 ? `${reasons[outcome]}; ${localFailures} local failures` : reasons[outcome];

/**
 * Probes in flight at once for this attempt. Where the one before it failed at our own end, it was too many: half as many
 * with each attempt that the chunk has had.
 */
export const inFlightFor = (
  { attempt, lastError }: Pick<TakenChunk, 'attempt' | 'lastError'>,
  inFlight: number,
): number =>
  STRAINED.test(lastError ?? '')
    ? Math.max(1, Math.floor(inFlight / 2 ** (attempt - 1)))
    : inFlight;
