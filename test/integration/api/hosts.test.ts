import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { Client } from 'pg';
import { afterAll, describe, expect, it } from 'vitest';
import { wireHostHistory, wireHostPage, wireRuns, wireTasks } from '#shared/domain/wire.ts';
import { openDatabase } from '#shared/store/database.ts';
import { digestsIn } from '#shared/store/digests.ts';
import { HOST_ORDERS } from '#shared/store/host-order.ts';
import { type Caller, liveApi } from '#test/support/live-api.ts';
import { usePostgres, useRedis } from '#test/support/stores.ts';

const postgres = await usePostgres();
const redis = await useRedis();
const api = await liveApi({ postgres, redis }, 'local', ['10.0.0.0/8']);
const { call: alice } = await api.caller('alice', 'operator');
const { call: bob } = await api.caller('bob', 'operator');
const sql = new Client({ connectionString: postgres.url });
await sql.connect();
const digests = digestsIn(openDatabase(postgres.url, postgres.neonEndpoint));
afterAll(() => sql.end());

const createTask = async (call: Caller, network: string): Promise<number> => {
  const body = { networks: [network], tcp_ports: '22' };
  const answer = await call({ method: 'POST', path: '/v1/tasks', body });
  return wireTasks.parse(answer.body).tasks[0]?.id ?? 0;
};

type Found = {
  ip: string;
  hostname?: string | null;
  vendor?: string | null;
  port?: number;
  state?: 'open' | 'closed';
  /** When the certificate of the port ends. */
  notAfter?: string;
};

const tlsUntil = (notAfter: string) => ({
  subject: 'CN=box',
  issuer: 'CN=box',
  sans: [],
  not_before: '2026-01-01T00:00:00.000Z',
  not_after: notAfter,
  self_signed: true,
  protocol: 'TLSv1.3',
});

/** A run of the task that found these hosts, of which the first chunk has all. */
const runFinding = async (call: Caller, taskId: number, hosts: readonly Found[]) => {
  const body = { task_ids: [taskId] };
  const answer = await call({ method: 'POST', path: '/v1/runs', body });
  const runId = wireRuns.parse(answer.body).runs[0]?.id ?? 0;
  const { rows } = await sql.query('select chunk_no from netsweep_chunk where run_id = $1', [
    runId,
  ]);
  expect(rows).toHaveLength(1);
  const owner = randomUUID();
  await sql.query('select netsweep_take($1, 0, $2, 60000)', [runId, owner]);
  const staged = hosts.map(
    ({ port = 22, state = 'open', hostname = null, vendor = null, ...host }) => {
      const { ip, notAfter } = host;
      const ports = [{ protocol: 'tcp', port, state, reason: 'syn-ack', rttMs: 1 }];
      const tls = notAfter && { tls: tlsUntil(notAfter) };
      const known = ports.map((one) => ({ ...one, attempts: 1, ...tls }));
      return { ip, ports: known, closed: 0, filtered: 0, open_filtered: 0, hostname, vendor };
    },
  );
  await sql.query('select netsweep_stage($1, 0, 1, $2)', [runId, JSON.stringify(staged)]);
  // Names come from elsewhere than the stage takes them from.
  for (const { ip, hostname, vendor } of hosts)
    await sql.query(
      'update netsweep_host set hostname = $1, vendor = $2 where run_id = $3 and ip = $4',
      [hostname ?? null, vendor ?? null, runId, ip],
    );
  const { rows: ended } = await sql.query('select netsweep_commit($1, 0, 1, $2, 64, 64, 0) ok', [
    runId,
    hosts.length,
  ]);
  expect(ended[0].ok).toBe(true);
  return runId;
};

/** As the scheduler does it, once what changed is known. */
const letGo = async (): Promise<void> => {
  for (const { id } of await digests.waiting()) await digests.digest(id);
  while ((await digests.prune()) > 0);
};

const page = async (call: Caller, taskId: number, query: string) =>
  wireHostPage.parse((await call({ path: `/v1/tasks/${taskId}/hosts`, query })).body);

/** Walks all pages; `between` happens after each. */
const walk = async (taskId: number, query: string, between: (pages: number) => Promise<void>) => {
  const ips: string[] = [];
  let cursor = '';
  for (let pages = 1; ; pages += 1) {
    const { hosts, next } = await page(alice, taskId, `${query}${cursor}`);
    ips.push(...hosts.map(({ ip }) => ip));
    if (next === null) return ips;
    cursor = `&cursor=${next}`;
    await between(pages);
  }
};
const nothing = async () => {};

const host = (n: number, more: Partial<Found> = {}): Found => ({ ip: `10.2.0.${n}`, ...more });

describe('the hosts of a task', () => {
  it('are the same, each once, however long a page and whatever finishes in between', async () => {
    const taskId = await createTask(alice, '10.2.0.0/26');
    const subset = fc.uniqueArray(fc.integer({ min: 0, max: 63 }), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(
        subset,
        subset,
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 3 }),
        async (before, after, limit, swapAfter) => {
          await runFinding(
            alice,
            taskId,
            before.map((n) => host(n)),
          );
          const seen = await walk(taskId, `limit=${limit}`, async (pages) => {
            if (pages === swapAfter)
              await runFinding(
                alice,
                taskId,
                after.map((n) => host(n)),
              );
          });
          const sorted = before.toSorted((a, b) => a - b).map((n) => `10.2.0.${n}`);
          expect(seen).toEqual(sorted);
        },
      ),
      { numRuns: 12 },
    );
  });

  it('come in any order that is asked for, page by page, without names too', async () => {
    const taskId = await createTask(alice, '10.2.1.0/26');
    const names = [null, 'b', 'a', 'B', 'ä', null, 'a', '-', '😀'];
    const hosts = names.map((hostname, n) => ({
      ip: `10.2.1.${n}`,
      hostname,
      vendor: names[(n * 4) % names.length] ?? null,
    }));
    await runFinding(alice, taskId, hosts);
    const bytes = (text: string | null | undefined) => Buffer.from(text ?? '');
    for (const order of HOST_ORDERS) {
      const name = order.replace('-', '') as 'ip' | 'hostname' | 'vendor';
      const expected = hosts
        .toSorted(
          (a, b) =>
            (name === 'ip' ? 0 : Buffer.compare(bytes(a[name]), bytes(b[name]))) ||
            a.ip.localeCompare(b.ip),
        )
        .map(({ ip }) => ip);
      if (order.startsWith('-')) expected.reverse();
      expect([order, await walk(taskId, `limit=2&sort=${order}`, nothing)]).toEqual([
        order,
        expected,
      ]);
    }
  });

  it('are narrowed down by port, name and vendor', async () => {
    const taskId = await createTask(alice, '10.2.2.0/26');
    await runFinding(alice, taskId, [
      { ip: '10.2.2.1', hostname: 'a', vendor: 'V', port: 80 },
      { ip: '10.2.2.2', hostname: 'a', vendor: 'W' },
      { ip: '10.2.2.3', hostname: 'b', vendor: 'V' },
    ]);
    expect(await walk(taskId, 'port=80', nothing)).toEqual(['10.2.2.1']);
    expect(await walk(taskId, 'hostname=a&limit=1', nothing)).toEqual(['10.2.2.1', '10.2.2.2']);
    expect(await walk(taskId, 'vendor=V&port=22', nothing)).toEqual(['10.2.2.3']);
  });

  it('are narrowed down to those with a certificate that ends soon', async () => {
    const taskId = await createTask(alice, '10.2.9.0/26');
    await runFinding(alice, taskId, [
      { ip: '10.2.9.1', notAfter: '2026-12-31T23:59:59.000Z' },
      { ip: '10.2.9.2', notAfter: '2027-01-01T00:00:00.000Z' },
      { ip: '10.2.9.3', notAfter: '2020-01-01T00:00:00.000Z', state: 'closed' },
      { ip: '10.2.9.4' },
      { ip: '10.2.9.5', notAfter: '2020-01-01T00:00:00.000Z' },
    ]);
    const endingBefore = (time: string) =>
      walk(taskId, `certificate_expires_before=${encodeURIComponent(time)}`, nothing);
    expect(await endingBefore('2027-01-01T00:00:00Z')).toEqual(['10.2.9.1', '10.2.9.5']);
    expect(await endingBefore('2027-01-01T02:00:00.001+02:00')).toEqual([
      '10.2.9.1',
      '10.2.9.2',
      '10.2.9.5',
    ]);
    expect(await endingBefore('0001-01-01T00:00:00Z')).toEqual([]);
    const path = `/v1/tasks/${taskId}/hosts`;
    for (const wrong of [
      '',
      'soon',
      '2027-01-01',
      '2027-02-30T00:00:00Z',
      '0000-12-31T00:00:00Z',
      '9999-12-31T23:59:59-01:00',
    ])
      expect(
        await alice({ path, query: `certificate_expires_before=${encodeURIComponent(wrong)}` }),
      ).toMatchObject({ status: 422 });
  });

  it('are gone with a clear problem when the generation that was paged through is', async () => {
    const taskId = await createTask(alice, '10.2.3.0/26');
    const hosts = [1, 2].map((n) => ({ ip: `10.2.3.${n}` }));
    const old = await runFinding(alice, taskId, hosts);
    const { next } = await page(alice, taskId, 'limit=1');
    await runFinding(alice, taskId, hosts);
    await sql.query(
      "update netsweep_run set finished_at = now() - interval '1 year' where id = $1",
      [old],
    );
    await letGo();
    const query = `limit=1&cursor=${next}`;
    expect(await alice({ path: `/v1/tasks/${taskId}/hosts`, query })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/cursor', code: 'generation-gone' }] },
    });
  });

  it('cannot be read by the cursor of another task, or in another order', async () => {
    const [one, other] = [
      await createTask(alice, '10.2.4.0/26'),
      await createTask(alice, '10.2.5.0/26'),
    ];
    await runFinding(alice, one, [{ ip: '10.2.4.1' }, { ip: '10.2.4.2' }]);
    const { next } = await page(alice, one, 'limit=1');
    for (const [id, query] of [
      [other, `cursor=${next}`],
      [one, `cursor=${next}&sort=-ip`],
    ] as const)
      expect(await alice({ path: `/v1/tasks/${id}/hosts`, query })).toMatchObject({ status: 422 });
  });

  it('end a page before it grows too long', async () => {
    const taskId = await createTask(alice, '10.2.6.0/26');
    const hostname = 'x'.repeat(1_500_000);
    await runFinding(
      alice,
      taskId,
      [1, 2, 3].map((n) => ({ ip: `10.2.6.${n}`, hostname })),
    );
    const { hosts, next } = await page(alice, taskId, '');
    expect([hosts.length, next !== null]).toEqual([2, true]);
    expect(await walk(taskId, 'limit=9', nothing)).toHaveLength(3);
  });
});

describe('an address', () => {
  it('is shown over time, newest first, as far as the viewer may see', async () => {
    const mine = await createTask(alice, '10.3.0.0/26');
    const wider = await createTask(alice, '10.3.0.0/27');
    const theirs = await createTask(bob, '10.3.0.0/28');
    const runs = [
      await runFinding(alice, mine, [{ ip: '10.3.0.1', hostname: 'old' }]),
      await runFinding(alice, wider, [{ ip: '10.3.0.1' }, { ip: '10.3.0.2' }]),
      await runFinding(alice, mine, [{ ip: '10.3.0.1', hostname: 'new' }]),
    ];
    await runFinding(bob, theirs, [{ ip: '10.3.0.1' }]);
    const read = async (query = '') =>
      wireHostHistory.parse((await alice({ path: '/v1/hosts/10.3.0.1', query })).body);
    const all = await read();
    expect(all.sightings.map(({ run_id }) => run_id)).toEqual(runs.toReversed());
    expect(all.sightings.map(({ is_current }) => is_current)).toEqual([true, true, false]);
    expect(all.sightings.map(({ host: { hostname } }) => hostname)).toEqual(['new', null, 'old']);
    const first = await read('limit=2');
    const second = await read(`limit=2&cursor=${first.next}`);
    expect([...first.sightings, ...second.sightings]).toEqual(all.sightings);
    expect(second.next).toBeNull();
  });

  it('that was never seen, or by others alone, is not there', async () => {
    for (const ip of ['10.9.9.9', 'fd12::1', '10.3.0.1x', '010.3.0.1'])
      expect(await bob({ path: `/v1/hosts/${ip}` })).toMatchObject({ status: 404 });
  });
});
