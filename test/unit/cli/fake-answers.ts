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
    cost_usd: 0,
    error: null,
    pause_reason: null,
    changes_error: null,
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
