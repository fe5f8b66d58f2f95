import koffi from 'koffi';
import { verdictOf } from './errno.ts';
import type { Verdict } from './verdict.ts';

/** Linux has fewer. */
const MOST = 256;

const tableOf = (returnedByCall: boolean): Uint8Array => {
  const table = new Uint8Array(MOST).fill(verdictOf(undefined, returnedByCall));
  for (const [name, number] of Object.entries(koffi.os.errno))
    if (number < MOST) table[number] = verdictOf(name, returnedByCall);
  return table;
};
const returned = tableOf(true);
const arrived = tableOf(false);

/** The meaning of an errno that a call itself returned. */
export const verdictOfReturned = (errno: number): Verdict => (returned[errno] ?? 0) as Verdict;

/** The meaning of an errno that the network brought. */
export const verdictOfArrived = (errno: number): Verdict => (arrived[errno] ?? 0) as Verdict;
