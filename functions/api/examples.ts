import { taskPatch, taskRequest } from '#shared/domain/task.ts';
import * as wire from '#shared/domain/wire.ts';
import { exclusionRequest, scopeRequest, tokenRequest } from './admin-schemas.ts';
import { deleteRequest, startRequest } from './schemas.ts';

const task: wire.WireTask = {
  id: 7,
  network: '10.2.0.0/24',
  tcp_ports: '22,443,8000-8010',
  udp_ports: '53',
  query_status: 2,
  status: 'done',
  online_ip_num: 3,
  schedule: { cron: ['45 1 * * *'], at: [], timezone: 'Asia/Shanghai' },
  next_at: '2026-11-22T17:45:00.000Z',
  label: 'lab',
  options: {
    discovery: 'auto',
    rate: 2000,
    rate_per_host: null,
    patience_ms: 1000,
    exclude: ['10.2.0.9/32'],
    keep: 'open',
    identify: true,
    snmp: false,
    fragile: false,
    misses: 2,
  },
  live_run_id: null,
  last_run_id: 70,
  owner: 'alice',
  created_at: '2026-11-22T10:00:00.000Z',
  query_time: '2026-11-22T10:00:09.000Z',
};

const run: wire.WireRun = {
  id: 70,
  task_id: 7,
  trigger: 'click',
  state: 'done',
  scheduled_for: '2026-11-22T10:00:00.000Z',
  started_at: '2026-11-22T10:00:00.100Z',
  finished_at: '2026-11-22T10:00:09.000Z',
  chunks: { total: 2, done: 2, failed: 0 },
  addresses: 256,
  probes: 3584,
  online: 3,
  percent: 100,
  eta_seconds: 0,
  probes_per_second: 780,
  local_failures: 0,
  missed: 0,
  changes_ready: true,
  cost_usd: 0.000237,
  error: null,
};

const host: wire.WireHost = {
  ip: '10.2.0.7',
  hostname: 'printer-3',
  mac: '00:1b:a9:00:00:07',
  vendor: 'Brother industries',
  first_seen: '2026-11-20T10:00:08.000Z',
  last_seen: '2026-11-22T10:00:08.000Z',
  last_checked: '2026-11-22T10:00:08.000Z',
  ports: [
    { port: 22, protocol: 'tcp', state: 'open', reason: 'syn-ack', rtt_ms: 0.8, attempts: 1 },
    { port: 53, protocol: 'udp', state: 'open|filtered', reason: 'no-response', attempts: 2 },
  ],
  counts: { closed: 9, filtered: 3, open_filtered: 1 },
};

const change: wire.WireChange = {
  id: 900,
  task_id: 7,
  run_id: 70,
  at: '2026-11-22T10:00:10.000Z',
  kind: 'port-opened',
  ip: host.ip,
  protocol: 'tcp',
  port: 22,
  before: null,
  after: { state: 'open' },
  severity: 'medium',
  expected: false,
  note: null,
};

const trend: wire.WireTrend = {
  task_id: 7,
  points: [
    { run_id: 69, at: '2026-11-21T10:00:09.000Z', online: 2 },
    { run_id: 70, at: '2026-11-22T10:00:09.000Z', online: 3 },
  ],
};

const addressMap: wire.WireAddressMap = {
  network: '10.2.0.0/24',
  checked: [{ cidr: '10.2.0.0/24', at: 1_795_341_609 }],
  excluded: ['10.2.0.9/32'],
  offsets: [7, 12],
  states: ['online', 'offline'],
  open_ports: [1, 0],
  last_checked: [1_795_341_608, 1_795_341_609],
  last_changed: [1_795_255_209, null],
  next: null,
};

const scopeBody = {
  cidr: '10.2.0.0/16',
  name: 'lab',
  owner: 'lab team',
  reason: 'our own laboratory',
  expires_at: null,
  max_addresses: 65_536,
  max_probes: null,
  rate: 2000,
};
const scope: wire.WireScope = { id: 3, ...scopeBody, created_at: '2026-11-01T08:00:00.000Z' };

const exclusionBody = { cidr: '10.2.0.9/32', reason: 'it controls the lift' };
const exclusion: wire.WireExclusion = {
  id: 4,
  ...exclusionBody,
  created_at: '2026-11-01T08:05:00.000Z',
};

const tokenBody = {
  owner: 'alice',
  label: 'laptop',
  role: 'operator' as const,
  scopes: ['10.2.0.0/24'],
  expires_at: '2027-11-01T00:00:00.000Z',
};
const token: wire.WireToken = {
  id: 5,
  ...tokenBody,
  created_at: '2026-11-01T08:10:00.000Z',
  last_used_at: '2026-11-22T10:00:00.000Z',
};
/** As long as a token is, and none. */
const SECRET = `nst_${'example-'.repeat(5)}abc`;

const audited = {
  id: 12,
  at: '2026-11-22T10:00:00.000Z',
  principal: 'token:5',
  action: 'run.start',
  object: 'run:70',
  detail: { owner: 'alice', task_id: 7, trigger: 'click' },
  request_id: 'JKJaXmPLvHcESHA=',
  ip: '10.2.0.20',
};

/** What bodies may look like, by their schema; a test holds each against it. */
export const examples: ReadonlyMap<unknown, unknown> = new Map<unknown, unknown>([
  [
    taskRequest,
    {
      networks: ['10.2.0.0/24', '10.3.0.7', 'fd12:3456:789a::/120'],
      tcp_ports: '22,443,8000-8010,web',
      udp_ports: '53,161',
      schedule: { cron: ['45 1 * * *'], timezone: 'Asia/Shanghai' },
      label: 'lab',
      options: { discovery: 'auto', rate: 2000, exclude: ['10.2.0.9/32'] },
    },
  ],
  [taskPatch, { tcp_ports: '22,443', schedule: null }],
  [deleteRequest, { ids: [7, 8] }],
  [startRequest, { task_ids: [7] }],
  [wire.wireTask, task],
  [wire.wireTasks, { tasks: [task] }],
  [wire.wireTaskPage, { tasks: [task], next: null }],
  [wire.wireRun, run],
  [wire.wireRuns, { runs: [run] }],
  [wire.wireRunPage, { runs: [run], next: null }],
  [wire.wireHostPage, { hosts: [host], next: null }],
  [wire.wireRunHostPage, { hosts: [host], next: null, complete: true }],
  [wire.wireTrendPage, { trends: [trend], next: null }],
  [wire.wireAddressMap, addressMap],
  [
    wire.wireMe,
    {
      id: 'token:5',
      label: 'laptop',
      role: 'operator',
      owner: 'alice',
      scopes: ['10.2.0.0/24'],
    },
  ],
  [
    wire.wireSignIn,
    {
      oidc: {
        issuer: 'https://login.example.com',
        client_id: 'netsweep-page',
        audience: 'https://netsweep.example.com',
      },
    },
  ],
  [
    wire.wireEstimate,
    {
      addresses: 256,
      probes: 3584,
      chunks: 2,
      seconds: 6,
      cost_usd: 0.000148,
      packets_per_second: 1274,
      prices_as_of: '2026-11-01',
    },
  ],
  [
    wire.wireHostHistory,
    {
      ip: host.ip,
      sightings: [{ task_id: 7, run_id: 70, run_state: 'done', is_current: true, host }],
      next: null,
    },
  ],
  [wire.wireChangePage, { changes: [change], next: null }],
  [wire.wireDifferencePage, { changes: [change], next: null }],
  [scopeRequest, scopeBody],
  [wire.wireScope, scope],
  [wire.wireScopePage, { scopes: [scope], next: null }],
  [exclusionRequest, exclusionBody],
  [wire.wireExclusion, exclusion],
  [wire.wireExclusionPage, { exclusions: [exclusion], next: null }],
  [tokenRequest, tokenBody],
  [wire.wireNewToken, { ...token, last_used_at: null, token: SECRET }],
  [wire.wireTokenPage, { tokens: [token], next: null }],
  [wire.wireAuditPage, { entries: [audited], next: null }],
  [wire.wireHealth, { postgres: true, redis: true }],
]);
