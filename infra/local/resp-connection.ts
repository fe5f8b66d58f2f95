import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import Parser from 'redis-parser';

/** Arguments, the name of the command first. */
export type RespCommand = readonly string[];
/** Texts are bytes; an error reply is a value, at any depth. */
export type RespReply = Buffer | number | null | Error | readonly RespReply[];
export type RespConnection = {
  /** Sends the commands together, with nobody else's between them; rejects only when the connection breaks. */
  readonly send: (commands: readonly RespCommand[]) => Promise<RespReply[]>;
  readonly close: () => void;
  /** Settles when the connection is closed, by whichever side. */
  readonly closed: Promise<void>;
};
type Waiter = {
  readonly resolve: (reply: RespReply) => void;
  readonly reject: (error: Error) => void;
};

const encode = (command: RespCommand): Buffer => {
  const parts: (string | Buffer)[] = [`*${command.length}\r\n`];
  for (const text of command) {
    const bytes = Buffer.from(text);
    parts.push(`$${bytes.length}\r\n`, bytes, '\r\n');
  }
  return Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)));
};

type Dialogue = Pick<RespConnection, 'send'>;

/** Replies come in the order of the commands. */
const dialogueOn = (socket: Socket): Dialogue => {
  const waiters: Waiter[] = [];
  const fail = (cause?: Error): void => {
    const error = new Error('the connection to Redis broke', { cause });
    for (const waiter of waiters.splice(0)) waiter.reject(error);
    socket.destroy();
  };
  const take = (reply: RespReply): void => waiters.shift()?.resolve(reply);
  const parser = new Parser({
    returnBuffers: true,
    returnReply: take,
    returnError: take,
    returnFatalError: fail,
  });
  socket.on('data', (bytes) => parser.execute(bytes));
  socket.on('error', fail);
  socket.on('close', () => fail());
  const send = (commands: readonly RespCommand[]): Promise<RespReply[]> => {
    const replies = commands.map(
      () => new Promise<RespReply>((resolve, reject) => waiters.push({ resolve, reject })),
    );
    if (socket.destroyed) fail();
    else socket.write(Buffer.concat(commands.map(encode)));
    return Promise.all(replies);
  };
  return { send };
};

/** The commands that prove who we are and choose the database of a `redis://` URL. */
const greeting = ({ username, password, pathname }: URL): RespCommand[] => {
  const names = username === '' ? [] : [decodeURIComponent(username)];
  const auth = password === '' ? [] : [['AUTH', ...names, decodeURIComponent(password)]];
  return [...auth, ['SELECT', pathname.slice(1) || '0']];
};

/** A connection to the Redis of a `redis://` URL, with its password and on its database. */
export const connectResp = async (url: string): Promise<RespConnection> => {
  const where = new URL(url);
  const socket = connect({ host: where.hostname, port: Number(where.port), noDelay: true });
  await once(socket, 'connect');
  const { send } = dialogueOn(socket);
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  const refusal = (await send(greeting(where))).find((reply) => reply instanceof Error);
  if (refusal !== undefined) {
    socket.destroy();
    throw refusal;
  }
  return { send, closed, close: () => socket.destroy() };
};
