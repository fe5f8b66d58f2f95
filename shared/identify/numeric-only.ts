import type { LookupFunction } from 'node:net';

/**
 * The resolver of everything that identifies: there is none. A name in the place of an address must not reach the
 * network, and least of all an address that nobody may probe.
 */
export const numericOnly: LookupFunction = (name) => {
  throw new TypeError(`${JSON.stringify(name)} is not a numeric address`);
};
