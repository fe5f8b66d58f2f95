import { Redis } from '@upstash/redis';
import fc from 'fast-check';
import { beforeEach, expect, test } from 'vitest';
import { connectResp } from '#infra/local/resp-connection.ts';
import { startUpstashEndpoint } from '#infra/local/upstash-endpoint.ts';
import { useRedis } from '#test/support/stores.ts';

const { redisUrl, upstashUrl, token } = await useRedis();
const options = {
  url: upstashUrl,
  retry: { retries: 0 },
  signal: () => AbortSignal.timeout(10_000),
  enableAutoPipelining: false,
  automaticDeserialization: false,
  enableTelemetry: false,
};
const redis = new Redis({ ...options, token });

beforeEach(() => redis.flushall());

const post = async (path: string, body: unknown, headers: Record<string, string> = {}) => {
  const response = await fetch(`${upstashUrl}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const answer: unknown = await response.json();
  return { status: response.status, body: answer };
};

test('lists, hashes and sets come back in the shapes that the client promises', async () => {
  expect(await redis.set('key', 'value')).toBe('OK');
  expect(await redis.get('key')).toBe('value');
  expect(await redis.get('missing')).toBeNull();
  expect(await redis.rpush('list', 'a', 'b', 'c')).toBe(3);
  expect(await redis.lrange('list', 0, -1)).toEqual(['a', 'b', 'c']);
  expect(await redis.lpop('empty')).toBeNull();
  expect(await redis.hset('hash', { one: '[1, 2]', two: '2' })).toBe(2);
  expect(await redis.hget('hash', 'one')).toBe('[1, 2]');
  expect(await redis.hmget('hash', 'one', 'none')).toEqual(['[1, 2]', null]);
  expect(await redis.zadd('sorted', { score: 1.5, member: 'm' })).toBe(1);
  expect(await redis.type('list')).toBe('list');
});

test('a hash is read whole and page by page', async () => {
  const fields = Object.fromEntries(
    Array.from({ length: 700 }, (_, n) => [`10.${n}.0.0/16&22&`, `[${n}]`]),
  );
  await redis.hset('hash', fields);
  const parsing = new Redis({ ...options, token, automaticDeserialization: true });
  const lists = Object.fromEntries(Object.keys(fields).map((field, n) => [field, [n]]));
  expect(await parsing.hgetall('hash')).toEqual(lists);
  // Without its parsing, the client leaves the reply as it is: field, value, field, value.
  expect(await redis.hgetall('hash')).toHaveLength(1400);
  const seen = new Map<unknown, unknown>();
  let cursor = '0';
  do {
    const [next, page] = await redis.hscan('hash', cursor, { count: 50 });
    for (let at = 0; at < page.length; at += 2) seen.set(page[at], page[at + 1]);
    cursor = next;
  } while (cursor !== '0');
  expect(Object.fromEntries(seen)).toEqual(fields);
});

test('any text is kept byte for byte', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.string({ unit: 'grapheme' }).filter((text) => !text.startsWith('\ufeff')),
      fc.string({ unit: 'grapheme-ascii' }),
      async (value, field) => {
        await redis.hset('texts', { [`f${field}`]: value });
        expect(await redis.hget('texts', `f${field}`)).toBe(value);
        expect(await redis.eval('return {{ARGV[1]}}', [], [value])).toEqual([[value]]);
      },
    ),
    { numRuns: 50 },
  );
});

test('control characters, quotes and what looks like the protocol are only text', async () => {
  const texts = [
    '\0\x01\r\n\t\x7f',
    '"\'\\',
    '$-1\r\n',
    '*2\r\n',
    '+OK\r\n',
    'OK',
    'null',
    '',
    '1e400',
  ];
  await redis.rpush('texts', ...texts);
  expect(await redis.lrange('texts', 0, -1)).toEqual(texts);
  for (const text of texts) {
    await redis.set('text', text);
    expect(await redis.get('text')).toBe(text);
  }
});

test('bytes that are no text arrive at the client as bytes', async () => {
  const connection = await connectResp(redisUrl);
  await connection.send([['EVAL', `redis.call('SET', 'bytes', '\\255\\254\\0')`, '0']]);
  connection.close();
  const { body } = await post('/', ['GET', 'bytes'], { 'upstash-encoding': 'base64' });
  expect(body).toEqual({ result: Buffer.from([255, 254, 0]).toString('base64') });
});

test('scripts return nulls, numbers, nested lists and status replies', async () => {
  const script = `
    redis.call('RPUSH', KEYS[1], ARGV[1])
    return {1, 'two', {'three', {4, 'OK'}}, false, redis.call('LRANGE', KEYS[1], 0, -1), {ok = 'FINE'}}`;
  expect(await redis.eval(script, ['list'], ['x'])).toEqual([
    1,
    'two',
    ['three', [4, 'OK']],
    null,
    ['x'],
    'FINE',
  ]);
  expect(await redis.eval('return false', [], [])).toBeNull();
  expect(await redis.eval(`return redis.status_reply('OK')`, [], [])).toBe('OK');
  expect(await redis.eval('return {}', [], [])).toEqual([]);
});

test('a script by its digest: NOSCRIPT until it is loaded, and again after a flush', async () => {
  const digest = await redis.scriptLoad('return ARGV[1]');
  expect(await redis.evalsha(digest, [], ['x'])).toBe('x');
  await redis.scriptFlush();
  await expect(redis.evalsha(digest, [], ['x'])).rejects.toThrow(/^NOSCRIPT/);
});

test('an error of Redis is status 400 with its text', async () => {
  await redis.set('text', 'no list');
  await expect(redis.rpush('text', 'x')).rejects.toThrow(/^WRONGTYPE/);
  expect(await post('/', ['NOSUCH'])).toMatchObject({
    status: 400,
    body: { error: expect.stringMatching(/^ERR unknown command 'NOSUCH'/) },
  });
  await expect(redis.eval(`return redis.error_reply('MY own')`, [], [])).rejects.toThrow(/^MY own/);
});

test('a pipeline answers each command, errors in their places', async () => {
  const body = [
    ['SET', 'a', 1],
    ['LPUSH', 'a', 'x'],
    ['BLPOP', 'l', 0],
    ['GET', 'a'],
  ];
  expect(await post('/pipeline', body)).toEqual({
    status: 200,
    body: [
      { result: 'OK' },
      { error: expect.stringMatching(/^WRONGTYPE/) },
      { error: "ERR Command is not available: 'BLPOP'" },
      { result: '1' },
    ],
  });
  const pipeline = redis.pipeline().set('b', '1').incr('b').get('b');
  expect(await pipeline.exec()).toEqual(['OK', 2, '2']);
});

test('a transaction is done whole or not at all, with nobody in between', async () => {
  const add = () => redis.multi().incr('n').incr('n').get('n').exec<[number, number, string]>();
  const all = await Promise.all(Array.from({ length: 50 }, add));
  for (const [first, second, read] of all) {
    expect(second).toBe(first + 1);
    expect(read).toBe(String(second));
  }
  expect(await redis.get('n')).toBe('100');
  const broken = await post('/multi-exec', [['INCR', 'n'], ['NOSUCH']]);
  expect(broken).toMatchObject({
    status: 400,
    body: { error: expect.stringMatching(/^EXECABORT/) },
  });
  const refused = await post('/multi-exec', [
    ['INCR', 'n'],
    ['WATCH', 'n'],
  ]);
  expect(refused).toMatchObject({
    status: 400,
    body: { error: expect.stringContaining("'WATCH'") },
  });
  expect(await redis.get('n')).toBe('100');
  const failing = await post('/multi-exec', [
    ['INCR', 'n'],
    ['LPUSH', 'n', 'x'],
  ]);
  expect(failing.body).toEqual([{ result: 101 }, { error: expect.stringMatching(/^WRONGTYPE/) }]);
});

test('what would block, or change a connection that others share, is refused', async () => {
  const commands = [
    ['blpop', 'list', 0],
    ['BLMOVE', 'a', 'b', 'LEFT', 'LEFT', 0],
    ['XREAD', 'block', 0, 'STREAMS', 's', '$'],
    ['SELECT', 1],
    ['MULTI'],
    ['SUBSCRIBE', 'channel'],
    ['CLIENT', 'KILL'],
    ['AUTH', 'x'],
    ['SHUTDOWN'],
    ['CONFIG', 'GET', 'requirepass'],
  ];
  for (const command of commands) {
    const error = `ERR Command is not available: '${String(command[0]).toUpperCase()}'`;
    expect(await post('/', command)).toEqual({ status: 400, body: { error } });
  }
  expect((await post('/', ['XREAD', 'STREAMS', 's', '0'])).body).toEqual({ result: null });
});

test('only the bearer of the token is answered', async () => {
  for (const authorization of ['', 'Bearer', 'Bearer wrong', `Basic ${token}`]) {
    expect(await post('/', ['PING'], { authorization })).toEqual({
      status: 401,
      body: { error: 'Unauthorized' },
    });
  }
  await expect(new Redis({ ...options, token: 'wrong' }).get('x')).rejects.toThrow(/^Unauthorized/);
});

test('nonsense is refused and harms nobody', async () => {
  for (const body of ['', '{', '{}', '[]', '"GET"', '[null]', '[["GET"]]', '[{"a": 1}]']) {
    expect((await post('/', body)).status).toBe(400);
  }
  for (const path of ['/pipeline', '/multi-exec']) {
    for (const body of ['[]', '["GET"]', '[[]]', '{}'])
      expect((await post(path, body)).status).toBe(400);
  }
  expect((await post('/get/key', '[]')).status).toBe(404);
  expect((await post('/', ['SET', 'big', 'x'.repeat(11 * 1024 * 1024)])).status).toBe(413);
  expect(await redis.ping()).toBe('PONG');
});

test('a large value and many requests at once go through whole', async () => {
  const big = 'é'.repeat(1_000_000);
  await redis.set('big', big);
  const all = await Promise.all(
    Array.from({ length: 200 }, async (_, n) =>
      n % 50 === 0 ? redis.get('big') : redis.incr('n'),
    ),
  );
  expect(all.filter((value) => value === big)).toHaveLength(4);
  expect(new Set(all.filter((value) => typeof value === 'number')).size).toBe(196);
});

test('a broken connection fails what was under way, once, and the next request goes on', async () => {
  const connection = await connectResp(redisUrl);
  const clients = async () => {
    const [list] = await connection.send([['CLIENT', 'LIST']]);
    return [...String(list).matchAll(/^id=(\d+)/gm)].flatMap(([, id]) => id ?? []);
  };
  const others = new Set(await clients());
  const endpoint = await startUpstashEndpoint({ redisUrl, token });
  const own = new Redis({ ...options, url: endpoint.url, token });
  await Promise.all(Array.from({ length: 8 }, () => own.ping()));
  const ids = (await clients()).filter((id) => !others.has(id));
  expect(ids).toHaveLength(4);

  await connection.send([['CLIENT', 'PAUSE', '60000', 'WRITE']]);
  const underWay = [own.incr('n'), own.incr('n')].map((each) =>
    each.catch((error) => error.message),
  );
  await expect
    .poll(async () => String(await connection.send([['INFO', 'clients']])))
    .toContain('blocked_clients:2');
  await connection.send(ids.map((id) => ['CLIENT', 'KILL', 'ID', id]));
  for (const message of await Promise.all(underWay)) {
    expect(message).toMatch(/^the connection to Redis broke/);
  }
  await connection.send([['CLIENT', 'UNPAUSE']]);
  for (let n = 1; n <= 8; n += 1) expect(await own.incr('n')).toBe(n);
  connection.close();
  await endpoint.stop();
});

test('an endpoint without a Redis behind it says so, each time', async () => {
  const endpoint = await startUpstashEndpoint({ redisUrl: 'redis://127.0.0.1:1/0', token });
  const lonely = new Redis({ ...options, url: endpoint.url, token });
  await expect(lonely.ping()).rejects.toThrow(/ECONNREFUSED/);
  await expect(lonely.ping()).rejects.toThrow(/ECONNREFUSED/);
  await endpoint.stop();
});
