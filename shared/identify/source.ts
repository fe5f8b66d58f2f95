import type { HostFacts, PortIdentity, TlsIdentity } from '#shared/domain/identity.ts';
import type { HostFindings } from '#shared/domain/observation.ts';

/** What the task allows. */
export type IdentifyOptions = { readonly snmp: boolean; readonly fragile: boolean };

/**
 * The one connection to an open TCP port, within its 2 s and 4 KiB. Nothing here fails on account of the other side:
 * a connection that was reset, or that never came to be, has heard nothing.
 */
export type Conversation = {
  readonly address: string;
  readonly port: number;
  /** All that was heard so far; inside TLS, since the handshake. */
  readonly heard: () => Buffer;
  /**
   * Waits until what was heard is enough, the other side has ended, or the time (at most `ms`, and the connection's), or
   * the bytes are used up. Gives all that was heard so far, which may be nothing.
   */
  readonly hear: (enough: (heard: Buffer) => boolean, ms?: number) => Promise<Buffer>;
  readonly say: (bytes: Buffer | string) => void;
  /** Goes on inside TLS, trusting anybody. Null: there was no handshake. */
  readonly secure: (alpn?: readonly string[]) => Promise<TlsIdentity | null>;
  /** Lets this conversation hear more than 4 KiB, up to so many bytes in all. */
  readonly allow: (bytes: number) => void;
};

/**
 * Looks behind one open TCP port. Which source has the floor: the first in the list whose `ports` hold the port; at all
 * other ports, and wherever the source of the port `listens`, the server is let speak first, and the first source whose
 * `greeting` fits what it said takes over.
 */
export type TcpSource = {
  readonly transport: 'tcp';
  readonly name: string;
  readonly ports: readonly number[];
  /** Here the server speaks first: nothing is said before it has. */
  readonly listens?: boolean;
  /** Of the first bytes, as latin1. */
  readonly greeting?: RegExp;
  /** May throw: then the port keeps the name that its number has. Texts as they came; the runner makes them printable. */
  readonly look: (conversation: Conversation) => Promise<PortIdentity>;
};

/** Looks behind one open UDP port: one datagram, and what its answer says. */
export type UdpSource = {
  readonly transport: 'udp';
  readonly name: string;
  readonly ports: readonly number[];
  readonly question: Buffer;
  /** Null where the answer says nothing. May throw. */
  readonly read: (answer: Buffer) => PortIdentity | null;
};

export type PortSource = TcpSource | UdpSource;

export type HostQuestion = {
  /** With the identities of its ports. */
  readonly host: HostFindings;
  readonly options: IdentifyOptions;
  /** Aborted when the source's 2 s, the chunk's time or its lease are over. */
  readonly signal: AbortSignal;
};

/** Asks one host, once its ports are identified. */
export type HostSource = {
  readonly name: string;
  /** Whether there is anything to ask. */
  readonly applies: (question: Omit<HostQuestion, 'signal'>) => boolean;
  /** May throw; texts as they came, the runner makes them printable. Nothing known: `{}`. */
  readonly ask: (question: HostQuestion) => Promise<HostFacts>;
};
