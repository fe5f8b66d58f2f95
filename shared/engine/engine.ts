import type { Network } from '#shared/domain/network.ts';
import type { HostFindings } from '#shared/domain/observation.ts';
import type { Ports } from '#shared/domain/ports.ts';

/** What to ask: every address of a slice times every port, an arithmetic space that is never written out. */
export type Targets = {
  readonly slice: Network;
  /** Not probed, though inside the slice. */
  readonly exclude: readonly Network[];
  /** Both empty: only find which addresses are up. */
  readonly tcpPorts: Ports;
  readonly udpPorts: Ports;
};

export type Discovery = 'thorough' | 'fast' | 'auto';

export type Limits = {
  readonly discovery: Discovery;
  /** `open`: closed and filtered ports of a host are only counted. `all`: they are listed too. */
  readonly keep: 'open' | 'all';
  /** Probes waiting for an answer at once; the socket layer may allow fewer. */
  readonly inFlight: number;
  /** Probes per second in total, and to one address (null: no cap of its own). */
  readonly rate: number;
  readonly ratePerHost: number | null;
  /** The longest any try waits. */
  readonly patienceMs: number;
  /** Epoch milliseconds at which probing stops, finished or not. */
  readonly deadlineAt: number;
  /** TCP ports that our own network blocks: observed as `untestable`, not probed. */
  readonly untestableTcpPorts: readonly number[];
};

export type Control = {
  /** Aborting stops probing at once; open sockets are closed. */
  readonly signal: AbortSignal;
  /**
   * Called now and then with the number of (address, port) pairs judged so far and the size of the space. Pairs that
   * need no probe (excluded, untestable, of an address that discovery found silent) count as judged.
   */
  readonly onProgress?: (judged: number, total: number) => void;
  /**
   * What no probe may reach, whatever the targets say: an address in it is never connected to, nor reported. Data and not
   * a question, so that it can be looked up in the very bytes right before each connect, in whatever thread that is.
   */
  readonly forbidden?: readonly Network[];
};

export type Summary = {
  /**
   * `complete` only when every pair was judged; otherwise the chunk must be put back. `untrusted`: a port of our own
   * was not seen as it is, so nothing that was seen counts.
   */
  readonly outcome: 'complete' | 'deadline' | 'cancelled' | 'network-down' | 'untrusted';
  readonly addresses: number;
  /** Hosts reported; a neighbourhood that answers everything counts as one. */
  readonly up: number;
  /** Probes sent, retries included. */
  readonly probes: number;
  /** Probes that failed at our own end; they went back to the queue and are no observation. */
  readonly localFailures: number;
};

/** Sweeps the targets: yields hosts that are up as they are finished, in batches, and returns the summary. */
export type Engine = (
  targets: Targets,
  limits: Limits,
  control: Control,
) => AsyncGenerator<readonly HostFindings[], Summary>;
