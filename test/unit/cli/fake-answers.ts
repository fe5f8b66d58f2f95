import { taskOptions } from '#shared/domain/task-options.ts';
import * as wire from '#shared/domain/wire.ts';
import type { FakeReply } from './fake-api.ts';

const NOW = '2026-11-22T10:00:00.000Z';
const START = '2026-11-22T09:59:50.000Z';

export const problem = (status: number, code: string, detail: string, more = {}): FakeReply => ({
  status,
  body: {
    ...more,
    ...wire.wireProblem.parse({
      type: `/problems/${code}`,
      title: code,
      status,
      detail,
      instance: 'request-1',
      errors: [],
      ...more,
    }),
  },
});

export const fakeTask = (more: Partial<wire.WireTask>): wire.WireTask =>
  wire.wireTask.parse({
    id: 1,
    network: '127.0.0.0/30',
    tcp_ports: '80',
    udp_ports: '',
    query_status: 0,
    status: 'new',
    online_ip_num: 0,
    schedule: null,
    next_at: null,
    label: null,
    options: taskOptions.parse({}),
    live_run_id: null,
    last_run_id: null,
    owner: 'admin',
    created_at: NOW,
    query_time: null,
    ...more,
  });

export const fakeRun = (more: Partial<wire.WireRun>): wire.WireRun =>
  wire.wireRun.parse({
    id: 1,
    task_id: 1,
    trigger: 'click',
    state: 'queued',
    scheduled_for: START,
    started_at: START,
    finished_at: null,
    chunks: { total: 4, done: 0, failed: 0 },
    addresses: 4,
    probes: 40,
    online: 0,
    percent: 0,
    eta_seconds: null,
    probes_per_second: 1000,
    local_failures: 0,
    missed: 0,
    changes_ready: false,
    changes_error: null,
    pause_reason: null,
    cost_usd: 0,
    error: null,
    ...more,
  });

export const fakeHost = (more: Partial<wire.WireHost>): wire.WireHost =>
  wire.wireHost.parse({
    ip: '127.0.0.1',
    hostname: null,
    mac: null,
    vendor: null,
    first_seen: START,
    last_seen: NOW,
    last_checked: NOW,
    ports: [
      { port: 80, protocol: 'tcp', state: 'open', reason: 'syn-ack', rtt_ms: 0.84, attempts: 1 },
    ],
    counts: { closed: 9, filtered: 0, open_filtered: 0 },
    ...more,
  });

/** A /29 of which half was looked at: one host with an open port, one that was missed, the others silent. */
export const fakeMap = (more: Partial<wire.WireAddressMap>): wire.WireAddressMap =>
  wire.wireAddressMap.parse({
    network: '127.0.0.0/29',
    checked: [{ cidr: '127.0.0.0/30', at: Date.parse(NOW) / 1000 }],
    excluded: ['127.0.0.7/32'],
    offsets: [1, 2],
    states: ['online', 'missed'],
    open_ports: [2, 0],
    last_checked: [Date.parse(NOW) / 1000, Date.parse(NOW) / 1000],
    last_changed: [null, null],
    next: null,
    ...more,
  });

export const fakeChange = (more: Partial<wire.WireChange>): wire.WireChange =>
  wire.wireChange.parse({
    id: 41,
    task_id: 1,
    run_id: 5,
    at: NOW,
    kind: 'port-opened',
    ip: '127.0.0.1',
    protocol: 'tcp',
    port: 5432,
    before: null,
    after: { state: 'open', service: 'postgresql' },
    severity: 'high',
    expected: false,
    note: null,
    acknowledged_at: null,
    acknowledged_by: null,
    ...more,
  });

/** One of each that admins keep. */
export const fakeAdmin = (text = 'lab') =>
  new Map<string, { id: number }[]>([
    [
      'scopes',
      [
        wire.wireScope.parse({
          id: 1,
          cidr: '127.0.0.0/8',
          name: text,
          owner: text,
          reason: text,
          created_at: NOW,
          expires_at: null,
          max_addresses: null,
          max_probes: null,
          rate: 2000,
          hours: null,
        }),
      ],
    ],
    [
      'exclusions',
      [wire.wireExclusion.parse({ id: 1, cidr: '127.0.0.9/32', reason: text, created_at: NOW })],
    ],
    [
      'tokens',
      [
        wire.wireToken.parse({
          id: 1,
          owner: text,
          label: text,
          role: 'viewer',
          scopes: ['127.0.0.0/24'],
          created_at: NOW,
          expires_at: null,
          last_used_at: null,
        }),
      ],
    ],
    [
      'audit',
      [
        wire.wireAuditEntry.parse({
          id: 12,
          at: NOW,
          principal: `token:${text}`,
          action: 'run.start',
          object: 'run:70',
          detail: { label: text },
          request_id: null,
          ip: null,
        }),
      ],
    ],
  ]);
