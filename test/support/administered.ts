import type { Deps } from '#functions/api/deps.ts';
import { apiDeps } from './api-with.ts';
import { NOW } from './samples.ts';

const scope = {
  id: 1,
  cidr: '10.9.0.0/16',
  name: 'lab',
  owner: 'lab',
  reason: 'ours',
  createdAt: NOW,
  expiresAt: NOW,
  maxAddresses: null,
  maxProbes: 70_000,
  rate: null,
  hours: null,
};
const exclusion = { id: 1, cidr: '10.9.0.9/32', reason: 'asked to', createdAt: NOW };
const token = {
  id: 2,
  owner: 'lab',
  label: '',
  role: 'viewer' as const,
  scopes: ['10.9.0.0/16'],
  createdAt: NOW,
  expiresAt: null,
  lastUsedAt: NOW,
};
const webhook = {
  id: 3,
  owner: 'lab',
  label: '',
  url: 'https://hooks.example.org/x',
  format: 'json' as const,
  severity: 'low' as const,
  createdAt: NOW,
  disabledAt: NOW,
  disabledReason: 'it answered 410: it is gone',
};
const delivery = {
  id: 4,
  runId: 70,
  changes: 2,
  state: 'waiting' as const,
  attempts: 1,
  createdAt: NOW,
  nextAt: NOW,
  doneAt: null,
  reason: 'it answered 500',
};
const expectation = {
  id: 5,
  taskId: 7,
  network: '10.9.0.9/32',
  protocol: 'tcp' as const,
  port: 22,
  kind: null,
  note: 'ours',
  madeBy: 'token:2',
  createdAt: NOW,
};
const entry = {
  id: 9,
  at: NOW,
  principal: 'token:1',
  action: 'scope.create',
  object: 'scope:1',
  detail: { cidr: '10.9.0.0/16' },
  request_id: 'r1',
  ip: null,
};
const { scopes: knownScopes } = apiDeps({});
/** What admins see to: one of each, and all that is asked for. */
export const administered: Partial<Deps> = {
  scopes: {
    ...knownScopes,
    list: async () => ({ rows: [scope], next: 1 }),
    create: async () => scope,
    remove: async () => true,
  },
  exclusions: {
    current: async () => [],
    list: async () => ({ rows: [exclusion], next: null }),
    create: async () => exclusion,
    remove: async () => true,
  },
  tokens: {
    list: async () => ({ rows: [token], next: null }),
    create: async () => token,
    revoke: async () => true,
  },
  audit: { list: async () => ({ rows: [entry], next: 9 }) },
  webhooks: {
    list: async () => ({ rows: [webhook], next: 3 }),
    get: async () => webhook,
    create: async () => webhook,
    remove: async () => true,
    ping: async () => delivery,
    deliveries: async () => ({ rows: [delivery], next: null }),
  },
  expectations: {
    list: async () => ({ rows: [expectation], next: null }),
    create: async () => expectation,
    remove: async () => true,
    acknowledge: async () => true,
  },
};
