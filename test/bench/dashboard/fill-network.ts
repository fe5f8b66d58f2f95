import { Client } from 'pg';
import { wireTasks } from '#shared/domain/wire.ts';

/**
 * A network that was probed many times, put straight into Postgres: hosts of every kind, what changed, and runs over weeks. The
 * same seed gives the same network.
 */
export type Filled = { readonly taskId: number; readonly runId: number; readonly hosts: number };

type Stack = { readonly postgres: string; readonly api: string; readonly token: string };

const VENDORS = [
  'Dell Inc.',
  'Hewlett Packard',
  'Cisco Systems',
  'Brother industries',
  'Ubiquiti',
  null,
];
const KINDS = [
  [
    [22, 'ssh', 'OpenSSH', '9.2p1'],
    [80, 'http', 'nginx', '1.24.0'],
    [443, 'https', 'nginx', '1.24.0'],
  ],
  [
    [22, 'ssh', 'OpenSSH', '8.4p1'],
    [5432, 'postgresql', 'PostgreSQL', '15.4'],
  ],
  [
    [135, 'msrpc'],
    [139, 'netbios-ssn'],
    [445, 'microsoft-ds', 'Windows Server', '2019'],
    [3389, 'ms-wbt-server'],
  ],
  [
    [80, 'http', 'lighttpd', '1.4.69'],
    [515, 'printer'],
    [631, 'ipp'],
    [9100, 'jetdirect'],
  ],
  [
    [22, 'ssh', 'Dropbear', '2022.83'],
    [53, 'domain'],
    [443, 'https', 'lighttpd'],
  ],
  [
    [22, 'ssh', 'OpenSSH', '9.2p1'],
    [6379, 'redis', 'Redis', '7.2.4'],
    [8080, 'http', 'Jetty', '11.0'],
    [9090, 'http'],
  ],
  [
    [23, 'telnet'],
    [161, 'snmp'],
  ],
] as const;
const NAMES = ['web', 'db', 'desk', 'printer', 'ap', 'cache', 'switch'];

/** Slices of the last run that nobody looked at, unless every address is up. */
const UNCHECKED = new Set([13]);
const ADDRESSES_OF_16 = 65_536;

/** mulberry32 */
const chances = (seed: number) => {
  let state = seed;
  return (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

const hostRow = (offset: number, chance: () => number) => {
  // Neighbours are alike: a /24 has mostly one kind of machine.
  const kind = chance() < 0.7 ? (offset >> 8) % KINDS.length : Math.floor(chance() * KINDS.length);
  const ports = (KINDS[kind] ?? KINDS[0]).map(([port, service, product, version]) => ({
    port,
    protocol: port === 161 || port === 53 ? 'udp' : 'tcp',
    state: 'open',
    reason: 'syn-ack',
    rttMs: Math.round(chance() * 40) / 10,
    attempts: 1,
    service,
    ...(product && { product }),
    ...(version && { version }),
  }));
  return {
    ip: `127.7.${offset >> 8}.${offset & 255}`,
    ports,
    hostname: chance() < 0.8 ? `${NAMES[kind]}-${offset}.lab.example` : null,
    mac: `02:00:00:00:${(offset >> 8).toString(16).padStart(2, '0')}:${(offset & 255).toString(16).padStart(2, '0')}`,
    vendor: VENDORS[(offset >> 8) % VENDORS.length],
  };
};

/** Offsets of addresses that were ever up: some /24s are full, most are sparse, a few are empty. */
const offsetsOf = (hosts: number, chance: () => number): number[] => {
  const weights = Array.from({ length: 256 }, (_, block) =>
    chance() < 0.3 || UNCHECKED.has(block >> 4) ? 0 : chance() ** 3,
  );
  const sum = weights.reduce((a, b) => a + b, 0);
  const chosen = new Set<number>();
  while (chosen.size < hosts) {
    let at = chance() * sum;
    const block = weights.findIndex((weight) => {
      at -= weight;
      return at < 0;
    });
    chosen.add(block * 256 + Math.floor(chance() * 256));
  }
  return [...chosen].sort((a, b) => a - b);
};

const makeTask = async ({ api, token }: Stack, hosts: number): Promise<number> => {
  const response = await fetch(`${api}/v1/tasks`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      networks: ['127.7.0.0/16'],
      tcp_ports: 'top-100',
      udp_ports: '53,161',
      label: 'campus',
      schedule: { cron: ['0 3 1 * *', '30 12 15 * *'], timezone: 'Asia/Shanghai' },
      ...(hosts < ADDRESSES_OF_16 && { options: { exclude: ['127.7.255.0/26'] } }),
    }),
  });
  return wireTasks.parse(await response.json()).tasks[0]?.id ?? 0;
};

const RUN = `
  insert into netsweep_run (task_id, key, owner, trigger, state, scheduled_for, network, tcp_ports, udp_ports, options, addresses, probes,
                            chunk_total, chunk_done, judged, probes_sent, online, started_at, finished_at, changes_ready)
  select id, key, owner, 'clock', 'done', now() - $2 * interval '1 hour', network, tcp_query_ports, udp_query_ports, options, 65536,
         6684672, 16, $4, 6684672, 9000000, $3, now() - $2 * interval '1 hour', now() - $2 * interval '1 hour' + interval '22 minutes', true
    from network_query_task where id = $1 returning id`;

/** All of its sixteen slices, or fifteen. */
const CHUNKS = `
  insert into netsweep_chunk (run_id, chunk_no, slice, state, attempt, judged, finished_at)
  select $1, n, set_masklen(('127.7.' || n * 16 || '.0')::inet, 20)::cidr, case when n = 13 and $2 then 'failed' else 'done' end, 1, 0,
         now() - interval '1 hour' + n * interval '1 minute' from generate_series(0, 15) n`;

const HOSTS = `
  insert into netsweep_host (run_id, chunk_no, attempt, ip, ports, closed, filtered, open_filtered, hostname, mac, vendor, checked_at)
  select $1, (x.ip - inet '127.7.0.0') / 4096, 1, x.ip, x.ports, 96, 0, 0, x.hostname, x.mac, x.vendor, now() - interval '1 hour'
    from jsonb_to_recordset($2::jsonb) x(ip inet, ports jsonb, hostname text, mac text, vendor text)`;

const ADDRESSES = `
  insert into netsweep_address (task_id, ip, state, first_seen, last_seen, last_checked, misses, ports, hostname, mac)
  select $1, x.ip, x.state, now() - interval '20 days', now() - x.age * interval '1 hour', now() - interval '1 hour', 0, '[]', x.hostname, x.mac
    from jsonb_to_recordset($2::jsonb) x(ip inet, state text, age double precision, hostname text, mac text)`;

const CHANGES = `
  insert into netsweep_change (task_id, run_id, at, kind, ip, severity)
  select $1, $2, now() - x.age * interval '1 hour', 'host-returned', x.ip, 'low'
    from jsonb_to_recordset($3::jsonb) x(ip inet, age double precision)`;

const DONE = `
  update network_query_task set active_run_id = $2, online_ip_num = $3, query_status = 2, query_time = now() - interval '1 hour'
   where id = $1`;

const DAYS = 20;

/** A run a day; the id of the newest. */
const makeRuns = async (sql: Client, taskId: number, online: number, chance: () => number) => {
  let runId = 0;
  for (let back = DAYS; back >= 0; back -= 1) {
    const share = back === 0 ? 1 : (0.9 + 0.1 * chance()) * (back > 12 ? 0.8 : 1);
    const row = [taskId, back * 24 + 1, Math.round(online * share), 15];
    const { rows } = await sql.query(RUN, row);
    runId = Number(rows[0].id);
  }
  return runId;
};

const lifeOf = (isGone: boolean, chance: () => number) => {
  if (!isGone) return { state: chance() < 0.06 ? 'new' : 'online', age: 1 };
  return { state: chance() < 0.5 ? 'offline' : 'gone', age: 24 + chance() * 300 };
};

const fill = async (sql: Client, taskId: number, hosts: number): Promise<Filled> => {
  const chance = chances(7);
  const isFull = hosts === ADDRESSES_OF_16;
  const offsets = isFull
    ? Array.from({ length: hosts }, (_, i) => i)
    : offsetsOf(Math.round(hosts * 1.1), chance);
  const goneShare = isFull ? 0 : 0.09;
  const all = offsets.map((offset) => ({
    ...hostRow(offset, chance),
    isGone: chance() < goneShare,
  }));
  const up = all.filter(({ isGone }) => !isGone);
  const runId = await makeRuns(sql, taskId, up.length, chance);
  await sql.query(CHUNKS, [runId, !isFull]);
  await sql.query(HOSTS, [runId, JSON.stringify(up)]);
  const lives = all.map((row) => ({ ...row, ...lifeOf(row.isGone, chance) }));
  await sql.query(ADDRESSES, [taskId, JSON.stringify(lives)]);
  const changed = up.filter(() => chance() < 0.3);
  const changes = changed.map(({ ip }) => ({ ip, age: chance() ** 3 * 600 }));
  await sql.query(CHANGES, [taskId, runId, JSON.stringify(changes)]);
  await sql.query(DONE, [taskId, runId, up.length]);
  return { taskId, runId, hosts: up.length };
};

/** Puts a /16 into the stack of which about `hosts` addresses are up, and a tenth as many were; or all 65,536 of it. */
export const fillNetwork = async (stack: Stack, hosts: number): Promise<Filled> => {
  const taskId = await makeTask(stack, hosts);
  const sql = new Client({ connectionString: stack.postgres });
  await sql.connect();
  try {
    return await fill(sql, taskId, hosts);
  } finally {
    await sql.end();
  }
};
