import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:https';
import { type AddressInfo, connect, createServer as createDoor } from 'node:net';
import { resolve } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, describe, expect, test } from 'vitest';
import { isOutage } from '#shared/runtime/outage.ts';
import { privateUrl } from '#shared/runtime/private-url.ts';
import { openDatabase } from '#shared/store/database.ts';
import { openRedis } from '#shared/store/redis.ts';
import { listenOn } from '#test/support/listeners.ts';
import { selfSigned } from '#test/support/self-signed.ts';
import { readLate } from '#test/support/shed-lines.ts';

const asked: string[] = [];
/** What came in at the beginning of each connection. */
const began: number[] = [];
const impostor = createServer(selfSigned, (request, response) => {
  asked.push(request.url ?? '');
  response.end('{"result":"PONG","rows":[],"fields":[]}');
});
impostor.listen(0, '127.0.0.1');
await once(impostor, 'listening');
/** Before it, since a TLS server does not tell what it is sent. */
const door = createDoor((socket) => {
  const onward = connect((impostor.address() as AddressInfo).port, '127.0.0.1');
  for (const end of [socket, onward]) end.on('error', () => {});
  socket.once('data', (bytes) => began.push(bytes[0] ?? 0));
  socket.pipe(onward).pipe(socket);
});
door.listen(0, '127.0.0.1');
await once(door, 'listening');
const { port } = door.address() as AddressInfo;
afterAll(() => {
  door.close();
  impostor.close();
  impostor.closeAllConnections();
});

const thrownBy = (attempt: Promise<unknown>): Promise<unknown> =>
  attempt.then(
    () => null,
    (error: unknown) => error,
  );
/** No resolver has to be asked to know that a label of 64 characters is no name. */
const NOWHERE = `https://${'x'.repeat(64)}.invalid`;
const ping = (url: string) => openRedis(url, 'a token').ping();
const query = (url: string) =>
  openDatabase('postgresql://u:p@h/db', `${url}/sql`).execute(sql`select 1`);
/** The first byte of a TLS handshake. */
const HANDSHAKE = 0x16;

describe.each([
  ['Redis', ping],
  ['Postgres', query],
])('F48: %s', (_store, ask) => {
  test('behind a certificate that nobody vouches for is out of reach, and is told nothing', async () => {
    const error = await thrownBy(ask(`https://127.0.0.1:${port}`));
    expect(isOutage(error)).toBe(true);
    expect(asked).toEqual([]);
    expect(began.length).toBeGreaterThan(0);
    expect(began.every((byte) => byte === HANDSHAKE)).toBe(true);
  });

  test('under a name that is none is out of reach', async () => {
    expect(isOutage(await thrownBy(ask(NOWHERE)))).toBe(true);
  });
});

test.each([
  ['https://redis.example', true],
  ['http://127.0.0.1:8080', true],
  ['http://localhost:8080/sql', true],
  ['http://redis.example', false],
  ['http://10.0.0.1', false],
  ['http://127.0.0.1.example', false],
  ['redis://127.0.0.1', false],
  ['nonsense', false],
])('F48: a store at %s may be spoken to: %s', (url, may) => {
  expect(privateUrl.safeParse(url).success).toBe(may);
});

const root = resolve(import.meta.dirname, '../../..');
const LINES = 8000;
const program = (place: number): string => `
  import { logOf } from '#shared/runtime/log.ts';
  import { nodeLayer } from '#shared/engine/node-layer.ts';
  import { sweepOn } from '#shared/engine/sweep.ts';
  import { runSweep } from '#test/support/run-sweep.ts';
  const log = logOf('scanner');
  const sweeping = runSweep(sweepOn(nodeLayer()), { network: '127.0.0.1/32', tcp: '${place}' });
  for (let nth = 0; nth < ${LINES}; nth += 1) {
    log.info('working', { nth, filler: 'x'.repeat(100) });
    if (nth % 1000 === 0) await new Promise(setImmediate);
  }
  const { hosts } = await sweeping;
  process.on('message', async () => {
    while (process.stdout.writableLength > 0) await new Promise((done) => setTimeout(done, 5));
    log.info('the end');
    process.disconnect();
  });
  process.send(hosts[0].observations.map(({ port, state }) => port + ' ' + state));`;

test('F50: a scanner whose log nobody reads does its work, and the lines that were dropped are counted', async () => {
  const listeners = await listenOn(['127.0.0.1']);
  const open = listeners.at[0]?.port ?? 0;
  const child = spawn(
    process.execPath,
    ['--input-type=module-typescript', '--eval', program(open)],
    {
      cwd: root,
      env: { AWS_LAMBDA_FUNCTION_NAME: 'scanner', TZ: 'UTC' },
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    },
  );
  expect((await once(child, 'message'))[0]).toEqual([`${open} open`]);
  const { messages, dropped } = await readLate(child);
  expect(dropped).toBeGreaterThan(0);
  expect(messages.filter((message) => message === 'working').length + dropped).toBe(LINES);
  await listeners.close();
});
