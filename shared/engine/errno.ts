import { VERDICT, type Verdict } from './verdict.ts';

/** What an errno says about the port. A peer that accepts and resets at once shows as ECONNRESET or EPIPE: open. */
const verdicts: ReadonlyMap<string, Verdict> = new Map([
  ['ECONNREFUSED', VERDICT.closed],
  ['ECONNRESET', VERDICT.open],
  ['EPIPE', VERDICT.open],
  ['EHOSTUNREACH', VERDICT.hostUnreachable],
  ['EHOSTDOWN', VERDICT.hostUnreachable],
  ['ENETUNREACH', VERDICT.netUnreachable],
  ['ENOPROTOOPT', VERDICT.protocolUnreachable],
  ['EACCES', VERDICT.prohibited],
  ['EPERM', VERDICT.blockedHere],
  ['ETIMEDOUT', VERDICT.silent],
  ['ENETDOWN', VERDICT.networkDown],
]);

const NO_ROUTE = new Set(['ENETUNREACH', 'EHOSTUNREACH']);

/**
 * Reads an errno. `returnedByCall`: the system call itself returned it, nothing came from the network, so lack of a
 * route is a failure at our own end. So is every errno not known to come from the network (EMFILE, ENFILE,
 * EADDRNOTAVAIL, EAGAIN, ENOBUFS, ENOMEM …): what could not be tested must not be called closed.
 */
export const verdictOf = (errno: string | undefined, returnedByCall: boolean): Verdict => {
  if (errno === undefined || (returnedByCall && NO_ROUTE.has(errno))) return VERDICT.localFailure;
  return verdicts.get(errno) ?? VERDICT.localFailure;
};
