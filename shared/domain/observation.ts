import type { HostIdentity, PortIdentity } from './identity.ts';

/** What one probe taught us. A value, never thrown: the network's answer is data. */

export type Protocol = 'tcp' | 'udp';

/** `untestable`: our own network forbids the question (TCP 25 from Lambda), so there is no answer to give. */
export type State = 'open' | 'closed' | 'filtered' | 'open|filtered' | 'untestable';

/** Why a state was concluded; the words nmap's users know, where they have one. */
export type Reason =
  | 'syn-ack'
  | 'conn-refused'
  | 'udp-response'
  | 'port-unreach'
  | 'host-unreach'
  | 'net-unreach'
  | 'proto-unreach'
  | 'admin-prohibited'
  | 'no-response'
  | 'blocked-here';

export type Observation = {
  readonly protocol: Protocol;
  readonly port: number;
  readonly state: State;
  readonly reason: Reason;
  /** Milliseconds from the try that was answered to its answer; null where nothing answered. */
  readonly rttMs: number | null;
  /** Tries made, the answered one included. */
  readonly attempts: number;
};

/** A port, and what is behind it where somebody looked. */
export type IdentifiedPort = Observation & PortIdentity;

/**
 * Evidence that a middlebox, a tarpit or the like speaks for an address or its whole neighbourhood: (nearly) every TCP
 * port that was asked accepts a connection. One finding in place of thousands of open ports that mean nothing.
 */
export type AnswersEverything = {
  /** The address, or the /24 (IPv6: /120; the slice where that is smaller) whose addresses answer alike. */
  readonly network: string;
  /** Addresses it was seen at. */
  readonly addresses: number;
  /** (address, TCP port) pairs asked of them, and how many accepted. */
  readonly asked: number;
  readonly open: number;
  /** A few of the ports that accepted. */
  readonly samplePorts: readonly number[];
};

/** Everything one chunk learnt about one address that is up. Ports that are not listed are counted. */
export type HostFindings = {
  readonly address: string;
  readonly observations: readonly IdentifiedPort[];
  readonly counts: {
    readonly closed: number;
    readonly filtered: number;
    readonly openFiltered: number;
  };
  /**
   * Present where the open TCP ports are not listed, since all of them are: of the address from 32 asked ports on, of a
   * whole neighbourhood, at the first of its addresses, from 4 asked ports and 32 addresses on.
   */
  readonly answersEverything?: AnswersEverything;
  /** Absent where nobody was to look. */
  readonly identity?: HostIdentity;
};
