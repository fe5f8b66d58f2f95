import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { sql } from 'drizzle-orm';
import { afterAll, expect, test } from 'vitest';
import { probeChunk } from '#functions/scanner/probe-chunk.ts';
import type { TaskOptions } from '#shared/domain/task-options.ts';
import { nodeLayer } from '#shared/engine/node-layer.ts';
import { sweepOn } from '#shared/engine/sweep.ts';
import { attemptsIn } from '#shared/store/attempts.ts';
import { openDatabase } from '#shared/store/database.ts';
import { hostsIn } from '#shared/store/hosts.ts';
import { planningIn } from '#shared/store/planning.ts';
import { runsIn } from '#shared/store/runs.ts';
import { scopesIn } from '#shared/store/scopes.ts';
import { startRunsIn } from '#shared/store/start-runs.ts';
import { identifyAll } from '#test/support/identify-all.ts';
import { admin, createTask } from '#test/support/run-fixtures.ts';
import { usePostgres } from '#test/support/stores.ts';

const { url, neonEndpoint } = await usePostgres();
const db = openDatabase(url, neonEndpoint);
await scopesIn(db).setDeployment(['127.0.0.0/8']);

const sockets = new Set<Socket>();
const serve = async (host: string, onConnection: (socket: Socket) => void): Promise<number> => {
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined));
    onConnection(socket);
  });
  server.listen({ host, port: 0 });
  await once(server, 'listening');
  afterAll(() => void server.close());
  return (server.address() as AddressInfo).port;
};
afterAll(() => {
  for (const socket of sockets) socket.destroy();
});

type Scan = {
  deadlineMs?: number;
  onTaken?: (runId: number) => void;
  options?: Partial<TaskOptions>;
};

/** Starts a run over ports of one slice and scans its chunk. */
const scan = async (network: string, ports: readonly number[], how: Scan = {}) => {
  const task = await createTask(db, network, ports.join(','), how.options);
  const [runId = 0] = await startRunsIn(db)([task]);
  how.onTaken?.(runId);
  const { outcome } = await probeChunk(
    { v: 1, run_id: runId, chunk_no: 0, owner: randomUUID(), rate: 5000 },
    {
      attempts: attemptsIn(db),
      engine: sweepOn(nodeLayer()),
      identify: identifyAll,
      policy: 'local',
      inFlight: 100,
      deadlineAt: Date.now() + (how.deadlineMs ?? 30_000),
      log: () => undefined,
    },
  );
  const page = await hostsIn(db).ofRun(runId, { limit: 10 }, admin);
  return { runId, outcome, hosts: page?.hosts ?? [] };
};

test('hosts are stored with what is behind their ports, and can be asked for by it', async () => {
  const port = await serve('127.4.0.1', (socket) => socket.end('SSH-2.0-OpenSSH_9.2p1\r\n'));
  const { outcome, hosts } = await scan('127.4.0.1/32', [port]);
  expect(outcome).toBe('done');
  expect(hosts).toMatchObject([
    {
      ip: '127.4.0.1',
      ports: [{ port, state: 'open', service: 'ssh', product: 'OpenSSH', version: '9.2p1' }],
      identity: { identified: 'whole' },
    },
  ]);
});

test('a task that wants no looking gets ports and the names of their numbers', async () => {
  let connections = 0;
  const port = await serve('127.4.0.2', (socket) => {
    connections += 1;
    socket.end('SSH-2.0-OpenSSH_9.2p1\r\n');
  });
  const { hosts } = await scan('127.4.0.2/32', [port], { options: { identify: false } });
  expect(hosts).toMatchObject([{ ports: [{ port }], identity: { identified: 'off' } }]);
  expect(hosts[0]?.ports[0]).not.toHaveProperty('banner');
  expect(connections).toBe(1);
});

test('hostile servers fail no chunk, and nothing unescaped is stored', async () => {
  const hostile = Buffer.concat([
    Buffer.from('SSH-2.0-\0\x1b]0;x\x07', 'latin1'),
    Buffer.from('eda080', 'hex'),
    Buffer.from('\r\n'),
  ]);
  const ports = await Promise.all([
    serve('127.4.0.3', (socket) => socket.end(hostile)),
    serve('127.4.0.3', (socket) => socket.end(Buffer.alloc(100_000))),
    serve('127.4.0.3', (socket) => void socket.resetAndDestroy()),
    serve('127.4.0.3', (socket) =>
      socket.once('data', () =>
        socket.end('HTTP/1.1 200 OK\r\nServer: \0\x9b\r\n\r\n<title>\u202e</title>', 'latin1'),
      ),
    ),
  ]);
  const { outcome, hosts, runId } = await scan('127.4.0.3/32', ports);
  expect({ outcome, found: hosts[0]?.ports.length }).toEqual({ outcome: 'done', found: 4 });
  const { rows } = await db.execute<{ text: string }>(
    sql`select v #>> '{}' as text from netsweep_host h, jsonb_path_query(h.ports, 'strict $.**') v
         where h.run_id = ${runId} and jsonb_typeof(v) = 'string'`,
  );
  const texts = rows.map(({ text }) => text);
  expect(texts).toContain('SSH-2.0-\\x00\\x1b]0;x\\x07\\xed\\xa0\\x80');
  expect(texts).toContain('\\x00\\x9b');
  for (const text of texts) expect(text).toMatch(/^[\x20-\x7e]*$/);
});

test('where the time is up, observations are committed whole and the host is partial', async () => {
  const ports = await Promise.all([1, 2, 3].map(() => serve('127.4.0.4', () => undefined)));
  const { outcome, hosts } = await scan('127.4.0.4/32', ports, { deadlineMs: 2500 });
  expect(outcome).toBe('done');
  expect(hosts).toMatchObject([{ identity: { identified: 'partial' } }]);
  expect(hosts[0]?.ports.map(({ state }) => state)).toEqual(['open', 'open', 'open']);
});

test('a run that is cancelled ends the talk of its scanners', async () => {
  const ports = await Promise.all(
    Array.from({ length: 8 }, () => serve('127.4.0.5', () => undefined)),
  );
  let cancelled: Promise<unknown> = Promise.resolve();
  const { outcome, runId } = await scan('127.4.0.5/32', ports, {
    onTaken: (id) => {
      const cancelWhenTaken = async () => {
        await expect.poll(async () => (await runsIn(db).get(id, admin))?.state).toBe('probing');
        await planningIn(db).cancel(id, 'asked for');
      };
      cancelled = cancelWhenTaken();
    },
  });
  await cancelled;
  expect(outcome).toBe('refused');
  expect(await runsIn(db).get(runId, admin)).toMatchObject({ state: 'cancelled', online: 0 });
});
