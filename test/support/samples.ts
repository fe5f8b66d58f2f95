import type { Change } from '#shared/domain/change.ts';
import { parseCidr } from '#shared/domain/network.ts';
import type { Run } from '#shared/domain/run.ts';
import type { Task } from '#shared/domain/task.ts';
import { defaultOptions } from '#shared/domain/task-options.ts';
import type { Principal, Role } from '#shared/runtime/auth.ts';
import type { Host } from '#shared/store/hosts.ts';

export const NOW = new Date('2026-11-22T10:00:00Z');

export const networksOf = (...cidrs: string[]) => cidrs.flatMap((cidr) => parseCidr(cidr) ?? []);

export const principalOf = (role: Role, ...scopes: string[]): Principal => ({
  id: 'token:1',
  label: `a ${role}`,
  role,
  owner: `owner of ${role}`,
  scopes: networksOf(...scopes),
});

export const sampleTask = (change: Partial<Task> = {}): Task => ({
  id: 7,
  owner: 'owner of operator',
  key: '10.2.0.0/24&22&53',
  network: '10.2.0.0/24',
  tcpPorts: '22',
  udpPorts: '53',
  queryStatus: 0,
  status: 'new',
  onlineIpNum: 0,
  schedule: null,
  nextAt: null,
  label: null,
  options: defaultOptions('local'),
  liveRunId: null,
  lastRunId: null,
  createdAt: NOW,
  queryTime: null,
  ...change,
});

export const sampleRun = (change: Partial<Run> = {}): Run => ({
  id: 70,
  taskId: 7,
  trigger: 'click',
  state: 'probing',
  scheduledFor: NOW,
  startedAt: NOW,
  finishedAt: null,
  pausedSeconds: 0,
  chunks: { total: 16, done: 4, failed: 0 },
  addresses: 256,
  probes: 1000,
  judged: 250,
  online: 3,
  localFailures: 0,
  missed: 0,
  changesReady: false,
  probesSent: 400,
  error: null,
  pauseReason: null,
  changesError: null,
  ...change,
});

export const sampleHost = (change: Partial<Host> = {}): Host => ({
  ip: '10.2.0.7',
  hostname: null,
  mac: null,
  vendor: null,
  identity: null,
  firstSeen: NOW,
  lastSeen: NOW,
  lastChecked: NOW,
  ports: [
    { protocol: 'tcp', port: 22, state: 'open', reason: 'syn-ack', rttMs: 0.8, attempts: 1 },
    {
      protocol: 'udp',
      port: 53,
      state: 'open|filtered',
      reason: 'no-response',
      rttMs: null,
      attempts: 2,
    },
  ],
  counts: { closed: 9, filtered: 3, openFiltered: 1 },
  answersEverything: null,
  ...change,
});

export const sampleChange = (change: Partial<Change> = {}): Change => ({
  id: 9,
  taskId: 7,
  runId: 70,
  at: NOW,
  kind: 'port-opened',
  ip: '10.2.0.7',
  protocol: 'tcp',
  port: 22,
  before: null,
  after: {},
  severity: 'high',
  expected: false,
  note: null,
  acknowledgedAt: null,
  acknowledgedBy: null,
  ...change,
});
