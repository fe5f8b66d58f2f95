import { expect, it } from 'vitest';
import { apiWith, asks } from '#test/support/api-with.ts';

const HEAD = '网段,组名';
/** "实验室" and "网段,组名" as GBK has them. */
const LAB_GBK = Buffer.from('cab5d1e9cad2', 'hex');
const HEAD_GBK = Buffer.from('cdf8b6ce2cd7e9c3fb0a', 'hex');

const send = async (body: string | Buffer, type = 'text/csv', query = 'tcp_ports=22') => {
  const api = apiWith();
  const bytes = Buffer.from(body);
  const answer = await api.ask({
    method: 'POST',
    path: '/v1/imports',
    query,
    headers: { ...asks('operator'), 'content-type': type },
    body: bytes.toString('base64'),
    isBase64Encoded: true,
  });
  const made = api.created.map(({ key, label }) => [key, label]);
  return { ...answer, made };
};

it('makes a task of each line, with its group as label', async () => {
  const { status, made } = await send(
    `${HEAD}\r\n10.2.0.0/24,实验室\r\n\r\n"10.3.0.7","a, b"\r\n10.4.0.1`,
  );
  expect(status).toBe(201);
  expect(made).toEqual([
    ['10.2.0.0/24&22&', '实验室'],
    ['10.3.0.7/32&22&', 'a, b'],
    ['10.4.0.1/32&22&', null],
  ]);
});

it.each(['text/csv', 'text/csv; charset=gbk', 'text/csv; charset="GB2312"'])(
  'reads GBK that comes as %s',
  async (type) => {
    const body = Buffer.concat([HEAD_GBK, Buffer.from('10.2.0.0/24,'), LAB_GBK]);
    expect((await send(body, type)).made).toEqual([['10.2.0.0/24&22&', '实验室']]);
  },
);

it('reads UTF-8 with a byte order mark', async () => {
  const { made } = await send('\ufeff10.2.0.0/24,lab');
  expect(made).toEqual([['10.2.0.0/24&22&', 'lab']]);
});

it('takes a thousand networks in one request, and no more', async () => {
  const lines = Array.from(
    { length: 1000 },
    (_, i) => `10.${i >> 8}.${i & 255}.1,${'组'.repeat(40)}`,
  );
  const { status, made } = await send(lines.join('\n'));
  expect([status, made.length]).toEqual([201, 1000]);
  expect(await send([...lines, '10.9.9.9,'].join('\n'))).toMatchObject({ status: 422, made: [] });
});

it.each([
  ['10.2.0.0/24,a\n\n10.2.0.300,b\n10.2.0.1,c,d', '/lines/4', 'too-many-columns'],
  ['10.2.0.0/24,a\n10.2.0.300,b', '/lines/2', 'not-a-network'],
  ['10.2.0.0/24,a\n\u202e10.2.0.9,b', '/lines/2', 'not-a-network'],
  ['10.2.0.0/24,a\n10.2.0.9,\u202eb', '/lines/2', 'not-a-label'],
  ['10.2.0.0/24,a\n10.2.0.0/24,b', '/lines/2', 'repeated'],
  ['10.2.0.0/24,a\n172.16.0.1,b', '/lines/2', 'outside-the-scopes'],
  ['10.2.0.0/24,a\n127.0.0.1,b', '/lines/2', 'forbidden-range'],
  ['10.2.0.0/24,a\n"10.2.0.9,b', '/lines/2', 'not-csv'],
])('%j is refused at %s: %s, and nothing is made', async (body, pointer, code) => {
  const { made, body: problem } = await send(body);
  expect(problem).toMatchObject({ errors: [{ pointer, code }] });
  expect(made).toEqual([]);
});

it.each([
  ['', 'text/csv', 422],
  [HEAD, 'text/csv', 422],
  ['10.2.0.1', 'application/json', 415],
  ['10.2.0.1', 'text/csv; charset=latin1', 415],
  [Buffer.from('31302e322e302e312cff', 'hex'), 'text/csv; charset=utf-8', 422],
  ['x'.repeat(1_048_577), 'text/csv', 413],
])('%# is refused', async (body, type, status) => {
  expect(await send(body, type)).toMatchObject({ status, made: [] });
});
