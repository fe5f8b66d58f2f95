import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { type RedisOptions, type RedisServer, startRedis } from '#infra/local/redis.ts';
import { connectResp, type RespCommand } from '#infra/local/resp-connection.ts';
import { startDoomedParent, survivors } from '#test/support/doomed-parent.ts';
import { useTempFolder } from '#test/support/temp-folder.ts';

const folder = await useTempFolder();
const running: RedisServer[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((redis) => redis.stop()));
});

const start = async (name: string, options: Partial<RedisOptions> = {}): Promise<RedisServer> => {
  const dataFolder = join(folder, name);
  await mkdir(dataFolder, { recursive: true });
  const redis = await startRedis({
    dataFolder,
    password: 'a "b" \\c d',
    log: () => {},
    ...options,
  });
  running.push(redis);
  return redis;
};

const send = async (url: string, ...command: RespCommand): Promise<unknown> => {
  const connection = await connectResp(url);
  const [reply = null] = await connection.send([command]);
  connection.close();
  return Buffer.isBuffer(reply) ? reply.toString() : reply;
};

test('it takes its password alone, on loopback alone, and shows it to nobody', async () => {
  const redis = await start('first');
  expect(await send(redis.url, 'PING')).toBe('PONG');
  await expect(send(redis.url.replace('a%20', 'x'), 'PING')).rejects.toThrow(/^WRONGPASS/);
  expect(await send(`redis://127.0.0.1:${redis.port}/0`, 'PING').catch(String)).toContain('NOAUTH');
  expect(String(await send(redis.url, 'CONFIG', 'GET', 'bind'))).toBe('bind,127.0.0.1');
  expect(await readFile(`/proc/${redis.pid}/cmdline`, 'utf8')).not.toContain('"b"');
});

test('what was acknowledged is there after a stop and after a SIGKILL', async () => {
  const first = await start('restarts');
  await send(first.url, 'RPUSH', 'list', 'a', 'b');
  await first.stop();
  expect(await first.ended).toEqual({ code: 0, signal: null });

  const second = await start('restarts');
  expect(String(await send(second.url, 'LRANGE', 'list', '0', '-1'))).toBe('a,b');
  await send(second.url, 'HSET', 'hash', 'field', 'value');
  process.kill(second.pid, 'SIGKILL');
  await second.ended;

  const third = await start('restarts');
  expect(await send(third.url, 'HGET', 'hash', 'field')).toBe('value');
});

test('a server that need not be durable writes nothing', async () => {
  const first = await start('memory', { durable: false });
  await send(first.url, 'SET', 'key', 'value');
  await first.stop();
  const second = await start('memory', { durable: false });
  expect(await send(second.url, 'GET', 'key')).toBeNull();
});

test('it is gone within three seconds after its parent is killed, and its data serve the next', async () => {
  const dataFolder = join(folder, 'orphan');
  await mkdir(dataFolder);
  const options = JSON.stringify({ dataFolder, password: 'pw' });
  const parent = await startDoomedParent(`
    import { startRedis } from '#infra/local/redis.ts';
    const redis = await startRedis({ ...${options}, log: () => {} });
    tell({ url: redis.url, pid: redis.pid });
  `);
  const { url, pid } = z.object({ url: z.string(), pid: z.number() }).parse(parent.told);
  await send(url, 'SET', 'key', 'kept');
  await parent.kill();
  expect(await survivors([pid], 3000)).toEqual([]);
  const next = await start('orphan', { password: 'pw' });
  expect(await send(next.url, 'GET', 'key')).toBe('kept');
});

test('twenty servers at once find a port each', async () => {
  const all = await Promise.all(
    Array.from({ length: 20 }, (_, n) => start(`many ${n}`, { durable: false })),
  );
  expect(new Set(all.map(({ port }) => port)).size).toBe(20);
  for (const { url } of all) expect(await send(url, 'PING')).toBe('PONG');
});

test('a password is only a password, even with a line break in it', async () => {
  const redis = await start('line break', { durable: false, password: 'x\r\nprotected-mode "no' });
  expect(await send(redis.url, 'PING')).toBe('PONG');
});

test('a server that does not start says why', async () => {
  const files = join(folder, 'broken', 'redis', 'appendonlydir');
  await mkdir(files, { recursive: true });
  await writeFile(join(files, 'appendonly.aof.manifest'), 'no manifest');
  await expect(start('broken')).rejects.toThrow(/^Redis did not start: .*manifest/);
});
