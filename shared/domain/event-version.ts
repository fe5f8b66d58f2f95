import * as z from 'zod';

/**
 * The version `v` of the events by which our functions call each other. While a release is rolled out, functions of two
 * neighbouring releases do so, in both directions. Therefore
 * - a release reads its own version N and N−1, so that it understands the one before it (there is none before 1);
 * - it sends a version that the release before it reads already: N comes into use one release after it is read.
 *
 * A new member alone is no new version, as long as nothing goes wrong without it: whoever does not know it ignores it.
 */
export const READ_VERSIONS = [1] as const;
export const SENT_VERSION = 1 satisfies (typeof READ_VERSIONS)[number];

export const eventVersion = z.literal(READ_VERSIONS);

const versioned = z.object({ v: eventVersion });

/**
 * False for what a release far from this one sent. It is left to whoever understands it: done nothing about, and no
 * attempt at its work is spent.
 */
export const isReadable = (event: unknown): boolean => versioned.safeParse(event).success;
