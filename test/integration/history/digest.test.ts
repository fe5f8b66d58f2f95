import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { changesIn } from '#shared/store/changes.ts';
import { setClock } from '#shared/store/clock.ts';
import { openDatabase } from '#shared/store/database.ts';
import { digestsIn } from '#shared/store/digests.ts';
import { exclusionsIn } from '#shared/store/exclusions.ts';
import { runsIn } from '#shared/store/runs.ts';
import { tasksIn } from '#shared/store/tasks.ts';
import { probedRun, type Seen } from '#test/support/probed-run.ts';
import { admin, createTask } from '#test/support/run-fixtures.ts';
import { usePostgres } from '#test/support/stores.ts';

const { url, neonEndpoint } = await usePostgres();
const db = openDatabase(url, neonEndpoint);
const changes = changesIn(db);
const { digest, prune, waiting } = digestsIn(db);
let networks = 0;

/** A task that no other test has, of sixteen addresses of which 10 stands for the tenth, and what its runs change. */
const story = async (ports = '22,80,443,5432,8000-8010', options = {}) => {
  networks += 1;
  const at = (no: number) => `10.70.${networks}.${no}`;
  const task = await createTask(db, `${at(0)}/28`, ports, options);
  return {
    at,
    task,
    /** What one further run that sees this changes, in one line each. */
    sees: async (...seen: Seen[]) => {
      const runId = await probedRun(db, task, seen);
      await digest(runId);
      const { changes: found } = await changes.list({ limit: 1000, runId }, admin);
      return found.map(({ kind, ip, port }) =>
        [kind, ip.split('.').at(-1), port].filter((part) => part !== null).join(' '),
      );
    },
    states: async () => {
      const { rows } = await db.execute(
        sql`select host(ip) as ip, state, misses, checks, presence from netsweep_address where task_id = ${task.id} order by netsweep_address.ip`,
      );
      return rows;
    },
  };
};

test('the first run is what everything is held against, and makes no changes', async () => {
  const { at, sees } = await story();
  expect(await sees({ ip: at(1), tcp: [22] }, { ip: at(2) })).toEqual([]);
  expect(await sees({ ip: at(1), tcp: [22] }, { ip: at(2) })).toEqual([]);
});

test('an address appears at once, vanishes when it was missed twice in a row, and returns', async () => {
  const { at, sees, states } = await story();
  await sees({ ip: at(1) });
  expect(await sees({ ip: at(1) }, { ip: at(2), tcp: [80] })).toEqual(['host-appeared 2']);
  expect(await sees({ ip: at(1) })).toEqual([]);
  expect(await states()).toMatchObject([{ state: 'online' }, { state: 'missed', misses: 1 }]);
  expect(await sees({ ip: at(1) }, { ip: at(2), tcp: [80] })).toEqual([]);
  expect(await sees({ ip: at(1) })).toEqual([]);
  expect(await sees({ ip: at(1) })).toEqual(['host-vanished 2']);
  expect(await sees({ ip: at(1) })).toEqual([]);
  expect(await sees({ ip: at(1) }, { ip: at(2), tcp: [443] })).toEqual(['host-returned 2']);
  expect(await states()).toMatchObject([{ checks: 8 }, { checks: 7, presence: 0b1010001 }]);
});

test('a port opens at once and is closed when it was missed twice in a row', async () => {
  const { at, sees } = await story();
  await sees({ ip: at(1), tcp: [22] });
  expect(await sees({ ip: at(1), tcp: [22, 5432] })).toEqual(['port-opened 1 5432']);
  expect(await sees({ ip: at(1), tcp: [5432] })).toEqual([]);
  expect(await sees({ ip: at(1), tcp: [22, 5432] })).toEqual([]);
  expect(await sees({ ip: at(1), tcp: [5432] })).toEqual([]);
  expect(await sees({ ip: at(1), tcp: [5432] })).toEqual(['port-closed 1 22']);
});

test('a task may ask for more or fewer misses', async () => {
  const once = await story('22', { misses: 1 });
  await once.sees({ ip: once.at(1), tcp: [22] });
  expect(await once.sees({ ip: once.at(1) })).toEqual(['port-closed 1 22']);
  expect(await once.sees()).toEqual(['host-vanished 1']);
});

test('what was not asked is neither gone nor new', async () => {
  const { at, sees, task } = await story('22,80');
  await sees({ ip: at(1), tcp: [22, 80] }, { ip: at(9) });
  const change = { options: { ...task.options, exclude: [`${at(8)}/29`] }, tcpPorts: '80,443' };
  await tasksIn(db).update(task.id, change, admin, new Date());
  for (let i = 0; i < 3; i += 1) expect(await sees({ ip: at(1), tcp: [80, 443] })).toEqual([]);
  const back = { options: task.options, tcpPorts: '22,80,443' };
  await tasksIn(db).update(task.id, back, admin, new Date());
  // The first run had asked 22 of 9 in vain; nobody had asked it for 443.
  expect(await sees({ ip: at(1), tcp: [80, 443] }, { ip: at(9), tcp: [22, 443] })).toEqual([
    'port-opened 9 22',
  ]);
  expect(await sees({ ip: at(1), tcp: [80, 443] }, { ip: at(9), tcp: [22, 443] })).toEqual([
    'port-closed 1 22',
  ]);
});

test('a run that left an address out, or a port, keeps no later one from telling what it finds there', async () => {
  const { at, sees, task } = await story('22,80');
  const asking = (tcpPorts: string, exclude: string[]) => {
    const change = { options: { ...task.options, exclude }, tcpPorts };
    return tasksIn(db).update(task.id, change, admin, new Date());
  };
  const all = { ip: at(1), tcp: [22, 80] };
  const web = { ip: at(1), tcp: [80] };
  await sees(all, { ip: at(9) });
  await sees(web);
  expect(await sees(all)).toEqual(['host-vanished 9']);
  expect(await sees(web)).toEqual([]);
  await asking('80', [`${at(8)}/29`]);
  expect(await sees(web)).toEqual([]);
  await asking('22,80', []);
  // Of these 9 was there, and 10 was asked by the first run; of 1 port 22 is missed for the second time.
  expect(await sees(web, { ip: at(9) }, { ip: at(10) })).toEqual([
    'port-closed 1 22',
    'host-returned 9',
    'host-appeared 10',
  ]);
});

test('an address that no run asked before is what it is held against from then on', async () => {
  const { at, sees, task } = await story('22', { exclude: ['10.70.0.0/16'] });
  expect(await sees()).toEqual([]);
  await tasksIn(db).update(
    task.id,
    { options: { ...task.options, exclude: [] } },
    admin,
    new Date(),
  );
  expect(await sees({ ip: at(1), tcp: [22] })).toEqual([]);
  expect(await sees({ ip: at(1) }, { ip: at(2) })).toEqual(['host-appeared 2']);
});

test('what is behind a port is told of where the run before had left the port out', async () => {
  const { at, sees, task } = await story('22,80');
  const asking = (tcpPorts: string) => tasksIn(db).update(task.id, { tcpPorts }, admin, new Date());
  const server = (version: string): Seen => ({
    ip: at(1),
    tcp: [80],
    behind: { 80: { product: 'nginx', version } },
  });
  await sees(server('1.24'));
  await asking('22');
  expect(await sees({ ip: at(1) })).toEqual([]);
  await asking('22,80');
  expect(await sees(server('1.26'))).toEqual(['version-changed 1 80']);
});

test('where an exclusion ends, what it kept from being asked is neither new nor missed', async () => {
  const { at, sees, states, task } = await story('22', { misses: 1 });
  const exclude = (cidr: string) => exclusionsIn(db).create(cidr, 'asked to', undefined);
  const first = await exclude(at(9));
  await sees({ ip: at(1) });
  await exclusionsIn(db).remove(first.id, undefined);
  expect(await sees({ ip: at(1) }, { ip: at(9) })).toEqual([]);
  const second = await exclude(at(9));
  const runId = await probedRun(db, task, [{ ip: at(1) }]);
  await exclusionsIn(db).remove(second.id, undefined);
  await digest(runId);
  expect(await states()).toMatchObject([{ checks: 3 }, { state: 'new', misses: 0, checks: 1 }]);
  expect(await sees({ ip: at(1) })).toEqual(['host-vanished 9']);
});

test('a run that failed, or was cancelled, changes nothing', async () => {
  const { at, sees, states, task } = await story();
  await sees({ ip: at(1) });
  for (let i = 0; i < 3; i += 1) {
    const failed = await probedRun(db, task, [], true);
    expect((await runsIn(db).get(failed, admin))?.state).toBe('failed');
    expect(await digest(failed)).toBe(0);
  }
  expect(await states()).toMatchObject([{ state: 'new', checks: 1 }]);
});

test('products, versions, certificates, names and MAC addresses that differ are told; what nobody said is not', async () => {
  const { at, sees } = await story();
  const tls = (subject: string, not_after: string, protocol = 'TLSv1.3') => ({
    tls: { subject, issuer: 'CN=ca', sans: [], not_after, protocol },
  });
  const far = '2099-01-01T00:00:00Z';
  const host = (mac: string, hostname: string, ssh: object, web: object) => ({
    ip: at(1),
    tcp: [22, 443],
    mac,
    hostname,
    behind: { 22: ssh, 443: web },
  });
  const first = { product: 'OpenSSH', version: '9.2', ssh: { fingerprint: 'SHA256:a' } };
  await sees(host('00:00:00:00:00:01', 'a', first, tls('CN=a', far)));
  expect(await sees({ ip: at(1), tcp: [22, 443] })).toEqual([]);
  expect(
    await sees(
      host('00:00:00:00:00:02', 'b', { ...first, version: '9.3' }, tls('CN=a', far, 'TLSv1.2')),
    ),
  ).toEqual(['hostname-changed 1', 'mac-changed 1', 'version-changed 1 22']);
  expect(
    await sees(
      host(
        '00:00:00:00:00:02',
        'b',
        { product: 'dropbear', ssh: { fingerprint: 'SHA256:b' } },
        tls('CN=b', far),
      ),
    ),
  ).toEqual(['certificate-changed 1 22', 'service-changed 1 22', 'certificate-changed 1 443']);
});

test('a certificate that ends within 30 days is told once, in the first run too', async () => {
  const { at, sees } = await story();
  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
  const soon = inDays(20);
  const web = (not_after: string) => ({
    ip: at(1),
    tcp: [443],
    behind: { 443: { tls: { subject: 'CN=a', not_after } } },
  });
  expect(await sees(web(soon))).toEqual(['certificate-expiring 1 443']);
  expect(await sees(web(soon))).toEqual([]);
  expect(await sees(web(inDays(80)))).toEqual(['certificate-changed 1 443']);
  expect(await sees(web(inDays(10)))).toEqual([
    'certificate-changed 1 443',
    'certificate-expiring 1 443',
  ]);
});

test('a middlebox is one change, whatever was behind it', async () => {
  const { at, sees } = await story();
  const answers_everything = {
    network: `${at(0)}/28`,
    addresses: 16,
    asked: 160,
    open: 160,
    samplePorts: [22],
  };
  await sees({ ip: at(1), tcp: [22] }, { ip: at(2) });
  expect(await sees({ ip: at(0), answers_everything }, { ip: at(3) })).toEqual([
    'middlebox-appeared 0',
  ]);
  expect(await sees({ ip: at(0), answers_everything })).toEqual([]);
  expect(await sees({ ip: at(1), tcp: [22] }, { ip: at(2) })).toEqual([]);
  expect(await sees({ ip: at(1), tcp: [22] }, { ip: at(2) })).toEqual(['middlebox-vanished 0']);
  expect(await sees({ ip: at(1), tcp: [22, 80] }, { ip: at(2) })).toEqual(['port-opened 1 80']);
});

test('a change has its severity from the rule for the fewest ports; an address that appears has that of its ports', async () => {
  const { at, task } = await story('22,53,5432,8000');
  for (const seen of [
    [],
    [{ ip: at(1), tcp: [8000] }],
    [
      { ip: at(1), tcp: [8000, 5432] },
      { ip: at(2), tcp: [22] },
    ],
  ])
    await digest(await probedRun(db, task, seen));
  const { changes: found } = await changes.list(
    { limit: 10, network: task.network && `${at(0)}/28` },
    admin,
  );
  expect(found.map(({ kind, severity }) => [kind, severity])).toEqual([
    ['host-appeared', 'medium'],
    ['port-opened', 'high'],
    ['host-appeared', 'high'],
  ]);
});

test('working out the changes of a run again, or of several at once and in any order, gives each change once', async () => {
  const { at, task } = await story('22,80');
  const runs: number[] = [];
  for (let i = 0; i < 6; i += 1)
    runs.push(
      await probedRun(db, task, [
        { ip: at(1), tcp: i % 2 === 0 ? [22] : [22, 80] },
        { ip: at(2 + i) },
      ]),
    );
  expect((await waiting()).map(({ id }) => id).filter((id) => runs.includes(id))).toEqual(runs);
  await Promise.all([...runs, ...runs].toReversed().map(digest));
  const { changes: found } = await changes.list({ limit: 100, network: `${at(0)}/28` }, admin);
  const count = (kind: string) => found.filter((change) => change.kind === kind).length;
  expect([
    count('port-opened'),
    count('port-closed'),
    count('host-appeared'),
    count('host-vanished'),
  ]).toEqual([1, 0, 5, 4]);
  const ids = found.map(({ id }) => id);
  expect(ids).toEqual([...ids].sort((a, b) => a - b));
  for (const id of runs) expect((await runsIn(db).get(id, admin))?.changesReady).toBe(true);
});

test('any two kept runs compare; a pruned one is gone with its hosts, and its counts and changes stay', async () => {
  const { at, task } = await story('22,80');
  const runs: number[] = [];
  for (let i = 0; i < 33; i += 1) {
    runs.push(await probedRun(db, task, [{ ip: at(1), tcp: i === 32 ? [22, 80] : [22] }]));
    await digest(runs[i] ?? 0);
  }
  while ((await prune()) > 0);
  const kept = await Promise.all(runs.map((id) => changes.runOf(id, admin)));
  expect(kept.filter((run) => run?.isKept)).toHaveLength(30);
  expect(await runsIn(db).get(runs[0] ?? 0, admin)).toMatchObject({ state: 'done', online: 1 });
  const [from = 0, to = 0] = [runs[3], runs[32]];
  const page = await changes.between({ taskId: task.id, from, to }, { limit: 10 }, admin);
  expect(page.changes).toMatchObject([{ kind: 'port-opened', port: 80 }]);
  const back = await changes.between({ taskId: task.id, from: to, to: from }, { limit: 10 }, admin);
  expect(back.changes).toMatchObject([{ kind: 'port-closed', port: 80 }]);
});

test('an address that stays away is gone, and its time is an interval', async () => {
  const { at, sees, states, task } = await story('22');
  try {
    await sees({ ip: at(1) }, { ip: at(2) });
    for (const days of [1, 2, 3, 120]) {
      await setClock(db, days * 86_400);
      await sees({ ip: at(1) });
    }
    expect(await states()).toMatchObject([{ state: 'online' }, { state: 'gone' }]);
    await setClock(db, 121 * 86_400);
    expect(await sees({ ip: at(1) }, { ip: at(2) })).toEqual(['host-returned 2']);
    const { rows } = await db.execute(
      sql`select until_at is null as open from netsweep_interval where task_id = ${task.id} and ip = ${at(2)} order by from_at`,
    );
    expect(rows).toEqual([{ open: false }, { open: true }]);
  } finally {
    await setClock(db, 0);
  }
});
