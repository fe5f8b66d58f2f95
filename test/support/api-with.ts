import { createHash } from 'node:crypto';
import type { Deps } from '#functions/api/deps.ts';
import { routes } from '#functions/api/routes.ts';
import { formatNetwork } from '#shared/domain/network.ts';
import { DEFAULT_QUOTA } from '#shared/domain/run.ts';
import type { StoredToken } from '#shared/runtime/auth.ts';
import { httpHandler } from '#shared/runtime/http.ts';
import type { NewTask } from '#shared/store/task-write.ts';
import { askByContract } from './contract.ts';
import type { Asked } from './http-event.ts';
import { listeningLog } from './listening-log.ts';
import { NOW, networksOf, sampleTask } from './samples.ts';

/** The scopes that the rows of bad-inputs.json assume. */
export const SCOPES = ['10.0.0.0/8', '192.168.0.0/16', '203.0.113.0/24', 'fd12:3456:789a::/48'];

const stored = (id: number, role: StoredToken['role'], scopes: string[]): StoredToken => ({
  id,
  label: `a ${role}`,
  role,
  owner: `owner ${id}`,
  scopes,
});

/** Tokens by their text. */
const tokens: Readonly<Record<string, StoredToken>> = {
  admin: stored(1, 'admin', []),
  operator: stored(2, 'operator', SCOPES),
  viewer: stored(3, 'viewer', SCOPES),
  'operator-without-scope': stored(4, 'operator', []),
};
const byHash = new Map(
  Object.entries(tokens).map(([text, token]) => [
    createHash('sha256').update(text).digest('hex'),
    token,
  ]),
);

export const asks = (token: string) => ({ authorization: `Bearer ${token}` });
export const sendsJson = (token: string) => ({
  ...asks(token),
  'content-type': 'application/json',
});

const taskOf = ({ network, ...task }: NewTask, index: number) =>
  sampleTask({ ...task, id: index + 1, network: formatNetwork(network) });

const nothingListed = async () => ({ rows: [], next: null });
/** What was asked for, as a store gives it back. */
const made = async <T>(asked: T) => ({ ...asked, id: 1, createdAt: NOW });

/** Everything the API needs, in memory: nothing is there, and what is created is kept in `created`. */
export const apiDeps = (change: Partial<Deps>) => {
  const created: NewTask[] = [];
  return {
    created,
    tokens: {
      find: async (sha256) => byHash.get(sha256) ?? null,
      noteUse: async () => {},
      list: nothingListed,
      create: async (asked) => ({ ...(await made(asked)), lastUsedAt: null }),
      revoke: async () => false,
    },
    scopes: {
      current: async () => networksOf(...SCOPES),
      list: nothingListed,
      create: made,
      remove: async () => false,
      endOf: async () => null,
    },
    exclusions: {
      current: async () => [],
      list: nothingListed,
      create: (cidr, reason) => made({ cidr, reason }),
      remove: async () => false,
    },
    audit: { list: nothingListed },
    quota: DEFAULT_QUOTA,
    tasks: {
      create: async (tasks) => {
        created.push(...tasks);
        return tasks.map(taskOf);
      },
      ofRequest: async () => [],
      get: async () => null,
      list: async () => ({ tasks: [], next: null }),
      update: async () => null,
      remove: async () => null,
    },
    admit: async () => 0,
    requests: {
      begin: async () => ({ verdict: 'begun', id: 'a request' }),
      answer: async () => {},
      withdraw: async () => {},
      suspend: async () => {},
    },
    runs: {
      ofRequest: async () => [],
      get: async () => null,
      listOfTask: async () => ({ runs: [], next: null }),
      live: async () => [],
    },
    changes: {
      list: async () => ({ changes: [], next: null }),
      runOf: async () => null,
      between: async () => ({ changes: [], next: null }),
    },
    hosts: {
      ofRun: async () => null,
      ofTask: async () => null,
      ofAddress: async () => ({ sightings: [], next: null }),
    },
    addressMaps: { ofTask: async () => null },
    trends: { list: async () => ({ trends: [], next: null }) },
    signIn: { oidc: null },
    planning: { cancel: async () => false, pause: async () => false, resume: async () => null },
    workList: { forget: async () => {} },
    crontab: { set: async () => {} },
    dueTimes: { told: async () => {} },
    now: async () => NOW,
    pingRedis: async () => 'PONG',
    startRuns: async () => [],
    enqueue: async () => {},
    ring: async () => {},
    policy: 'lambda',
    log: listeningLog(),
    ...change,
  } satisfies Deps & { readonly created: NewTask[] };
};

/** The whole API over `apiDeps`, with what is changed in them. */
export const apiWith = (change: Partial<Deps> = {}) => {
  const log = listeningLog();
  const deps = { ...apiDeps(change), log };
  const handler = httpHandler<Deps>({ routes, deps: async () => deps, log });
  return { created: deps.created, log, ask: (asked: Asked) => askByContract(handler, asked) };
};
