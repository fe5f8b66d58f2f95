import * as z from 'zod';
import { ADDRESS_STATES } from './address-state.ts';
import { changeKind, severity } from './change.ts';
import { hostName, identified, portIdentity } from './identity.ts';
import { taskOptions } from './task-options.ts';

/** What the HTTP API answers with: snake_case, instants as RFC 3339 in UTC. */

const id = z.int().positive();
const count = z.int().min(0);
const instant = z.iso.datetime();
/** Pass it on as `?cursor=` for the next page; null: this was the last one. */
const next = z.string().nullable();

export const wireTask = z.strictObject({
  id,
  network: z.string(),
  tcp_ports: z.string(),
  udp_ports: z.string(),
  query_status: z.int().min(0).max(4),
  status: z.enum(['new', 'waiting', 'probing', 'paused', 'done', 'failed']),
  online_ip_num: count,
  schedule: z
    .strictObject({ cron: z.array(z.string()), at: z.array(z.int()), timezone: z.string() })
    .nullable(),
  next_at: instant.nullable(),
  label: z.string().nullable(),
  options: taskOptions,
  live_run_id: id.nullable(),
  last_run_id: id.nullable(),
  owner: z.string(),
  created_at: instant,
  query_time: instant.nullable(),
});
export type WireTask = z.infer<typeof wireTask>;

export const wireRun = z.strictObject({
  id,
  task_id: id,
  trigger: z.enum(['click', 'clock', 'legacy']),
  state: z.enum(['planned', 'queued', 'probing', 'paused', 'done', 'failed', 'cancelled']),
  scheduled_for: instant,
  started_at: instant.nullable(),
  finished_at: instant.nullable(),
  chunks: z.strictObject({ total: count, done: count, failed: count }),
  addresses: count,
  /** (address, port) pairs planned; `percent` is how many of them are judged. */
  probes: count,
  online: count,
  percent: z.number().min(0).max(100),
  /** Null until it is known, and once nothing more will be judged before the run ends. */
  eta_seconds: count.nullable(),
  /** Probes on the wire, retries included, per second of the run. */
  probes_per_second: count,
  local_failures: count,
  missed: count,
  changes_ready: z.boolean(),
  cost_usd: z.number().min(0),
  /** Why it failed or was cancelled. */
  error: z.string().nullable(),
});
export type WireRun = z.infer<typeof wireRun>;

export const wirePort = z.strictObject({
  port: z.int().min(0).max(65_535),
  protocol: z.enum(['tcp', 'udp']),
  state: z.enum(['open', 'closed', 'filtered', 'open|filtered', 'untestable']),
  reason: z.string(),
  /** Absent where nothing answered. */
  rtt_ms: z.number().min(0).optional(),
  attempts: count,
  ...portIdentity.shape,
});
export type WirePort = z.infer<typeof wirePort>;

/** A middlebox, a tarpit or the like: (nearly) every TCP port asked accepts, so the open ones are not listed. */
export const wireAnswersEverything = z.strictObject({
  /** The address, or the neighbourhood that answers alike; this host then is the first of its addresses. */
  network: z.string(),
  addresses: count,
  /** (address, port) pairs asked, and those of them that accepted. */
  asked: count,
  open: count,
  sample_ports: z.array(z.int().min(0).max(65_535)),
});
export type WireAnswersEverything = z.infer<typeof wireAnswersEverything>;

export const wireHost = z.strictObject({
  ip: z.string(),
  hostname: z.string().nullable(),
  mac: z.string().nullable(),
  vendor: z.string().nullable(),
  /** All names that were found, the most telling first; `hostname` is the first of them. */
  names: z.array(hostName).optional(),
  workgroup: z.string().optional(),
  description: z.string().optional(),
  /** Absent where the host was found before there was identification. */
  identified: identified.optional(),
  first_seen: instant,
  last_seen: instant,
  last_checked: instant,
  ports: z.array(wirePort),
  counts: z.strictObject({ closed: count, filtered: count, open_filtered: count }),
  answers_everything: wireAnswersEverything.optional(),
});
export type WireHost = z.infer<typeof wireHost>;

export const wireTasks = z.strictObject({ tasks: z.array(wireTask) });
export const wireRuns = z.strictObject({ runs: z.array(wireRun) });
export const wireTaskPage = z.strictObject({ tasks: z.array(wireTask), next });
export const wireRunPage = z.strictObject({ runs: z.array(wireRun), next });
export const wireHostPage = z.strictObject({ hosts: z.array(wireHost), next });
/** `complete`: the run is done, so these are all of its hosts. */
export const wireRunHostPage = z.strictObject({
  hosts: z.array(wireHost),
  next,
  complete: z.boolean(),
});
const difference = {
  kind: changeKind,
  ip: z.string(),
  protocol: z.enum(['tcp', 'udp']).nullable(),
  port: z.int().min(0).max(65_535).nullable(),
  /** What was known and what is known now, as far as it differs. */
  before: z.unknown(),
  after: z.unknown(),
  severity,
};
/** How one run of a task differs from another. */
export const wireDifference = z.strictObject(difference);
/** What a run changed; `id` ascends in the order in which changes can be read. */
export const wireChange = z.strictObject({
  id,
  task_id: id,
  run_id: id,
  at: instant,
  ...difference,
  expected: z.boolean(),
  note: z.string().nullable(),
});
export type WireChange = z.infer<typeof wireChange>;
export const wireChangePage = z.strictObject({ changes: z.array(wireChange), next });
export const wireDifferencePage = z.strictObject({
  changes: z.array(z.union([wireChange, wireDifference])),
  next,
});
/** How many addresses of a task answered in each of its newest done runs, the oldest first. */
export const wireTrend = z.strictObject({
  task_id: id,
  points: z.array(z.strictObject({ run_id: id, at: instant, online: count })),
});
export type WireTrend = z.infer<typeof wireTrend>;
export const wireTrendPage = z.strictObject({ trends: z.array(wireTrend), next });

/** Seconds since 1970: a map has very many of them. */
const epochSeconds = z.int().min(0);
/**
 * All addresses that a task has found up at least once, as columns of the same length: address `network + offsets[i]` has the state
 * `states[i]`. What is in no `checked` slice was not looked at; what is in one, and no address here, did not answer.
 */
export const wireAddressMap = z.strictObject({
  network: z.string(),
  checked: z.array(z.strictObject({ cidr: z.string(), at: epochSeconds })),
  /** Inside of what is checked, but never asked. */
  excluded: z.array(z.string()),
  offsets: z.array(count),
  states: z.array(z.enum(ADDRESS_STATES)),
  open_ports: z.array(count),
  last_checked: z.array(epochSeconds),
  /** Null: nothing has changed since it was found first. */
  last_changed: z.array(epochSeconds.nullable()),
  next,
});
export type WireAddressMap = z.infer<typeof wireAddressMap>;

/** Who asks, and what they may. */
export const wireMe = z.strictObject({
  id: z.string(),
  label: z.string(),
  role: z.enum(['viewer', 'operator', 'admin']),
  owner: z.string(),
  scopes: z.array(z.string()),
});
export type WireMe = z.infer<typeof wireMe>;

/** How one may sign in beside a token; null: by a token alone. */
export const wireSignIn = z.strictObject({
  oidc: z
    .strictObject({ issuer: z.string(), client_id: z.string(), audience: z.string() })
    .nullable(),
});
export type WireSignIn = z.infer<typeof wireSignIn>;

/** What runs would take if nothing answered. */
export const wireEstimate = z.strictObject({
  addresses: count,
  probes: count,
  chunks: count,
  seconds: count,
  cost_usd: z.number().min(0),
  packets_per_second: count,
  /** The day of the prices that `cost_usd` is reckoned with. */
  prices_as_of: z.iso.date(),
});
export type WireEstimate = z.infer<typeof wireEstimate>;

/** What is kept of one address: each run that saw it, the newest first. */
export const wireHostHistory = z.strictObject({
  ip: z.string(),
  sightings: z.array(
    z.strictObject({
      task_id: id,
      run_id: id,
      run_state: wireRun.shape.state,
      /** In the current generation of its task. */
      is_current: z.boolean(),
      host: wireHost,
    }),
  ),
  next,
});
export type WireHostHistory = z.infer<typeof wireHostHistory>;
export const wireHealth = z.strictObject({ postgres: z.literal(true), redis: z.literal(true) });

/** An OpenAPI document, which has a schema of its own elsewhere. */
export const wireOpenApi = z.looseObject({ openapi: z.literal('3.1.0') });
export const wireScope = z.strictObject({
  id,
  cidr: z.string(),
  name: z.string(),
  owner: z.string(),
  reason: z.string(),
  created_at: instant,
  /** Null: it does not end. */
  expires_at: instant.nullable(),
  /** Null: the default of the deployment. */
  max_addresses: count.nullable(),
  max_probes: count.nullable(),
  rate: count.nullable(),
});
export type WireScope = z.infer<typeof wireScope>;

export const wireExclusion = z.strictObject({
  id,
  cidr: z.string(),
  reason: z.string(),
  created_at: instant,
});
export type WireExclusion = z.infer<typeof wireExclusion>;

export const wireToken = z.strictObject({
  id,
  owner: z.string(),
  label: z.string(),
  role: z.enum(['viewer', 'operator', 'admin']),
  scopes: z.array(z.string()),
  created_at: instant,
  expires_at: instant.nullable(),
  /** To the minute or so; null: never. */
  last_used_at: instant.nullable(),
});
export type WireToken = z.infer<typeof wireToken>;
/** `token` is what to send as `Authorization: Bearer`; it is told once. */
export const wireNewToken = wireToken.extend({ token: z.string() });
export type WireNewToken = z.infer<typeof wireNewToken>;

export const wireAuditEntry = z.strictObject({
  id,
  at: instant,
  /** Such as `token:3`; `role netsweep_scheduler` where a function acted by itself. */
  principal: z.string(),
  /** Such as `run.cancel`. */
  action: z.string(),
  /** Such as `run:70`. */
  object: z.string(),
  detail: z.record(z.string(), z.unknown()),
  request_id: z.string().nullable(),
  ip: z.string().nullable(),
});

export const wireScopePage = z.strictObject({ scopes: z.array(wireScope), next });
export const wireExclusionPage = z.strictObject({ exclusions: z.array(wireExclusion), next });
export const wireTokenPage = z.strictObject({ tokens: z.array(wireToken), next });
export const wireAuditPage = z.strictObject({ entries: z.array(wireAuditEntry), next });

/** RFC 9457; some types have further members, such as the `existing_id` of `duplicate-task`. */
export const wireProblem = z.looseObject({
  type: z.string().regex(/^\/problems\/[a-z-]+$/),
  title: z.string(),
  status: z.int().min(400).max(599),
  detail: z.string(),
  /** The id of the request, as in the log. */
  instance: z.string(),
  errors: z.array(z.strictObject({ pointer: z.string(), code: z.string() })),
});
