import type { Protocol, Reason, State } from '#shared/domain/observation.ts';

/** What one try taught us, as a number: a socket layer writes it and the ledger keeps it, one byte a pair. */
export const VERDICT = {
  none: 0,
  open: 1,
  closed: 2,
  hostUnreachable: 3,
  netUnreachable: 4,
  protocolUnreachable: 5,
  prohibited: 6,
  silent: 7,
  /** It failed at our own end: no observation, the question is put again. */
  localFailure: 8,
  /** Our own network is gone: nothing more can be asked. */
  networkDown: 9,
  /** Our own firewall refuses to send the question, and always will. */
  blockedHere: 10,
} as const;
export type Verdict = (typeof VERDICT)[keyof typeof VERDICT];

export type Meaning = { readonly state: State; readonly reason: Reason };

const filtered = (reason: Reason): Meaning => ({ state: 'filtered', reason });

const alike: Readonly<Record<number, Meaning>> = {
  [VERDICT.hostUnreachable]: filtered('host-unreach'),
  [VERDICT.netUnreachable]: filtered('net-unreach'),
  [VERDICT.protocolUnreachable]: filtered('proto-unreach'),
  [VERDICT.prohibited]: filtered('admin-prohibited'),
  [VERDICT.blockedHere]: { state: 'untestable', reason: 'blocked-here' },
};

const meanings: Record<Protocol, Readonly<Record<number, Meaning>>> = {
  tcp: {
    ...alike,
    [VERDICT.open]: { state: 'open', reason: 'syn-ack' },
    [VERDICT.closed]: { state: 'closed', reason: 'conn-refused' },
    [VERDICT.silent]: filtered('no-response'),
  },
  udp: {
    ...alike,
    [VERDICT.open]: { state: 'open', reason: 'udp-response' },
    [VERDICT.closed]: { state: 'closed', reason: 'port-unreach' },
    [VERDICT.silent]: { state: 'open|filtered', reason: 'no-response' },
  },
};

/** State and reason of a verdict; null for the verdicts that are no observation. */
export const meaningOf = (protocol: Protocol, verdict: number): Meaning | null =>
  meanings[protocol][verdict] ?? null;

/** Only the host itself sends these; an unreachable comes from a router, and silence from nobody. */
export const isFromHost = (verdict: number): boolean =>
  verdict === VERDICT.open || verdict === VERDICT.closed;
