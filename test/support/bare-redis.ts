import { once } from 'node:events';
import { connect } from 'node:net';
import RedisParser from 'redis-parser';

const encode = (words: readonly string[]): string =>
  [`*${words.length}`, ...words.flatMap((word) => [`$${Buffer.byteLength(word)}`, word]), ''].join(
    '\r\n',
  );

/** A bare connection, as a program of the old system has it: commands in, raw replies out. */
export const bareRedis = async (url: string) => {
  const { hostname, port, password } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port) });
  await once(socket, 'connect');
  const waiting: { resolve: (reply: unknown) => void; reject: (error: Error) => void }[] = [];
  const parser = new RedisParser({
    returnReply: (reply) => waiting.shift()?.resolve(reply),
    returnError: (error) => waiting.shift()?.reject(error),
  });
  socket.on('data', (data) => parser.execute(data));

  const command = (...words: string[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      waiting.push({ resolve, reject });
      socket.write(encode(words));
    });
  await command('AUTH', decodeURIComponent(password));

  return { command, close: () => void socket.destroy() };
};
