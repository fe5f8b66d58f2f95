/**
 * What Netsweep's parts cost, in US dollars, at the list prices of us-east-1 in November 2026; Lambda's are in shared/domain/prices.ts.
 * `free` is what AWS gives every account for ever, without an end after a year.
 */
export const MONTHLY = {
  secret: 0.4,
  /** Of SecureString parameters under the key of AWS; the standard ones cost nothing, nor does reading them. */
  decryption: { usd: 0.03 / 10_000, free: 20_000 },
  alarm: { usd: 0.1, free: 10 },
  metric: { usd: 0.3, free: 10 },
  dashboard: { usd: 3, free: 3 },
  logGb: { usd: 0.5, free: 5 },
} as const;

/** Upstash, pay as you go. */
export const REDIS_COMMAND_USD = 0.2 / 100_000;
/** Neon: a compute unit for an hour. */
export const POSTGRES_CU_HOUR_USD = 0.106;
/** The smallest compute that Neon gives. */
export const POSTGRES_LEAST_CU = 0.25;
export const HOURS_A_MONTH = 730;
