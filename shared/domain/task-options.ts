import * as z from 'zod';
import type { Policy } from './forbidden.ts';
import { hours } from './hours.ts';
import { parseCidr } from './network.ts';

const rate = z.int().min(1).max(1_000_000);

/** A CIDR or bare address in strict spelling. */
const cidr = z
  .string()
  .refine((text) => parseCidr(text) !== null, { params: { code: 'not-a-network' } });

const fields = {
  /** How an address is found to be up. */
  discovery: z.enum(['auto', 'thorough', 'fast']),
  /** Probes per second for the run, all scanners together. */
  rate,
  /** Probes per second to one address; null: no cap of its own. */
  rate_per_host: rate.nullable(),
  /** The longest any try waits. */
  patience_ms: z.int().min(50).max(10_000),
  /** CIDRs inside the network that are not probed. */
  exclude: z.array(cidr).max(1000),
  /** `all` keeps closed and filtered ports, else they are counts. */
  keep: z.enum(['open', 'all']),
  identify: z.boolean(),
  snmp: z.boolean(),
  fragile: z.boolean(),
  /** Checks in a row that a host or a port is missing in before it is believed to be gone. */
  misses: z.int().min(1).max(20),
  /** When it may be probed: a run pauses outside, and goes on inside. Null: always. */
  hours: hours.nullable(),
  /** Scheduled runs start up to so many seconds late, each task by a time of its own. */
  jitter_seconds: z.int().min(0).max(3600),
};

/** Options as a caller may write them: any of them, nothing else. */
export const taskOptionsRequest = z.strictObject(fields).partial();
export type TaskOptionsRequest = z.infer<typeof taskOptionsRequest>;

/** All options, with the defaults of one machine where one is absent; the document that is stored and shown. */
export const taskOptions = z.strictObject({
  discovery: fields.discovery.default('auto'),
  rate: fields.rate.default(5000),
  rate_per_host: fields.rate_per_host.default(null),
  patience_ms: fields.patience_ms.default(1000),
  exclude: fields.exclude.default([]),
  keep: fields.keep.default('open'),
  identify: fields.identify.default(true),
  snmp: fields.snmp.default(false),
  fragile: fields.fragile.default(false),
  misses: fields.misses.default(2),
  hours: fields.hours.default(null),
  jitter_seconds: fields.jitter_seconds.default(0),
});
export type TaskOptions = z.infer<typeof taskOptions>;

/** The options of a task whose caller named none. */
export const defaultOptions = (policy: Policy): TaskOptions =>
  taskOptions.parse(policy === 'lambda' ? { rate_per_host: 500, jitter_seconds: 180 } : {});

/** Options with what a caller names put over them. */
export const mergeOptions = (options: TaskOptions, given: TaskOptionsRequest = {}): TaskOptions =>
  taskOptions.parse({ ...options, ...given });
