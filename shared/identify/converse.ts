import { connect, type Socket } from 'node:net';
import {
  connect as connectTls,
  createSecureContext,
  type SecureContext,
  type TLSSocket,
} from 'node:tls';
import type { TlsIdentity } from '#shared/domain/identity.ts';
import { certificateOf } from './certificate.ts';
import { numericOnly } from './numeric-only.ts';
import type { Conversation } from './source.ts';

export const CONVERSATION_MS = 2000;
export const CONVERSATION_BYTES = 4096;
/** How long the other side may take to close too, before the connection is dropped. */
const CLOSING_MS = 100;

/** Old servers are to be named, not to be trusted. */
const ANY_TLS = { minVersion: 'TLSv1', ciphers: 'DEFAULT:@SECLEVEL=0' } as const;
let context: SecureContext | null = null;

/** One for all handshakes, since making it takes longer than a handshake does. */
const anyTls = () => {
  context ??= createSecureContext(ANY_TLS);
  return { rejectUnauthorized: false, secureContext: context };
};

const ignore = (): void => undefined;

/** What comes in on a socket, and who waits for it. Beyond the allowed bytes it is left with the other side. */
const ear = () => {
  let all = Buffer.alloc(0);
  let most = CONVERSATION_BYTES;
  let over = false;
  let tell = ignore;
  let source: Socket | null = null;
  const take = (bytes: Buffer): void => {
    all = Buffer.concat([all, bytes]);
    if (all.length >= most) source?.pause();
    tell();
  };
  return {
    heard: () => all.subarray(0, most),
    isDeaf: () => over || all.length >= most,
    allow: (bytes: number): void => {
      most = Math.max(most, bytes);
      if (all.length < most) source?.resume();
    },
    onNews: (listener: () => void): void => {
      tell = listener;
    },
    end: (): void => {
      over = true;
      tell();
    },
    /** From here on to this socket, and from the beginning. */
    listenTo: (socket: Socket): void => {
      all = Buffer.alloc(0);
      source = socket.on('data', take);
    },
    turnAway: (): void => {
      source?.off('data', take).pause();
    },
  };
};
type Ear = ReturnType<typeof ear>;

/** Timers run before what has come in is read: on a busy machine the answer may lie there already when the time is up. */
const afterArrivals = (act: () => void) => (): void => void setImmediate(act);

/** Resolves once enough was heard, no more can be, or the time is up. */
const hearing = (by: Ear, enough: (heard: Buffer) => boolean, ms: number) =>
  new Promise<Buffer>((resolve) => {
    const isDone = (): boolean => by.isDeaf() || (by.heard().length > 0 && enough(by.heard()));
    let isOver = false;
    const finish = (): void => {
      if (isOver) return;
      isOver = true;
      clearTimeout(timer);
      by.onNews(ignore);
      resolve(by.heard());
    };
    const timer = setTimeout(afterArrivals(finish), ms);
    by.onNews(() => {
      if (isDone()) finish();
    });
    if (isDone()) finish();
  });

const handshake = (socket: Socket, alpn: readonly string[]) =>
  new Promise<TLSSocket | null>((resolve) => {
    const secured = connectTls({ socket, ALPNProtocols: [...alpn], ...anyTls() });
    const fail = (): void => {
      secured.destroy();
      resolve(null);
    };
    secured
      .on('error', fail)
      .on('close', fail)
      .on('secureConnect', () => resolve(secured));
  });

const isSelfConnected = ({ localPort, remotePort, localAddress, remoteAddress }: Socket) =>
  localPort === remotePort && localAddress === remoteAddress;

/** Says goodbye and waits for the other side to do so too, but not for long. */
const close = (socket: Socket) =>
  new Promise<void>((resolve) => {
    if (socket.destroyed) return resolve();
    const timer = setTimeout(() => socket.destroy(), CLOSING_MS);
    socket.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
    socket.resume().end();
  });

export type Place = { readonly address: string; readonly port: number };

/** The state of one connection: the socket, or the TLS around it. */
const lineTo = ({ address, port }: Place, endsAt: number) => {
  const by = ear();
  let socket: Socket = connect({ host: address, port, lookup: numericOnly });
  const connected = new Promise<boolean>((resolve) => {
    socket.once('connect', () => resolve(!isSelfConnected(socket)));
    socket.once('close', () => resolve(false));
  });
  socket.on('error', ignore).on('end', by.end).on('close', by.end);
  by.listenTo(socket);

  const secure = async (alpn: readonly string[] = []): Promise<TlsIdentity | null> => {
    if (socket.destroyed) return null;
    by.turnAway();
    const secured = await handshake(socket, alpn);
    if (secured === null) return null;
    secured.on('error', ignore).on('end', by.end);
    by.listenTo(secured);
    socket = secured;
    return certificateOf(secured);
  };
  const conversation: Conversation = {
    address,
    port,
    heard: by.heard,
    hear: (enough, ms = CONVERSATION_MS) =>
      hearing(by, enough, Math.max(0, Math.min(ms, endsAt - performance.now()))),
    say: (bytes) => {
      if (socket.writable) socket.write(bytes);
    },
    secure,
    allow: by.allow,
  };
  return {
    conversation,
    connected,
    drop: (): void => void socket.destroy(),
    close: () => close(socket),
  };
};

/**
 * Connects to one open port, lets `talk` have the conversation, and closes it politely. Null where there was no
 * connection. After 2 s, or when the signal is aborted, the connection is dropped, which `talk` sees as its end.
 */
export const converse = async <T>(
  place: Place,
  signal: AbortSignal,
  talk: (conversation: Conversation) => Promise<T>,
): Promise<T | null> => {
  if (signal.aborted) return null;
  const line = lineTo(place, performance.now() + CONVERSATION_MS);
  const timer = setTimeout(afterArrivals(line.drop), CONVERSATION_MS);
  signal.addEventListener('abort', line.drop);
  try {
    return (await line.connected) ? await talk(line.conversation) : null;
  } finally {
    await line.close();
    clearTimeout(timer);
    signal.removeEventListener('abort', line.drop);
  }
};
