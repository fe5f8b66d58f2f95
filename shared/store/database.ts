import { neon, neonConfig } from '@neondatabase/serverless';
import { type SQL, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/neon-http';
import * as z from 'zod';
import { patientFetch } from './patient-fetch.ts';

export type Database = ReturnType<typeof drizzle>;

/** Longest a statement may take, all tries together, before the call throws a TimeoutError. */
const TIMEOUT_MS = 10_000;

neonConfig.fetchFunction = patientFetch(TIMEOUT_MS);

/** Postgres over Neon's HTTP: each call is one statement and one transaction. Nothing that may have been done is retried. */
export const openDatabase = (url: string, endpoint?: string): Database => {
  if (endpoint) neonConfig.fetchEndpoint = endpoint;
  return drizzle(neon(url));
};

/** Calls an effect (one statement) and checks the rows it returns; a row of another shape throws. */
export const callEffect = async <Row>(db: Database, effect: SQL, row: z.ZodType<Row>) => {
  const { rows } = await db.execute(effect);
  return z.array(row).parse(rows);
};

/** A list as one array parameter; drizzle would spread it into many. */
export const arrayOf = (values: readonly (string | number)[], type: 'cidr' | 'bigint' | 'text') =>
  sql`${`{${values.join(',')}}`}::${sql.raw(type)}[]`;

const postgresError = z.object({ code: z.string(), detail: z.string().optional() });

/** The SQLSTATE and detail of a failed statement, wherever the driver put it; null for any other error. */
export const sqlStateOf = (
  error: unknown,
): { code: string; detail?: string | undefined } | null => {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    const parsed = postgresError.safeParse(cause);
    if (parsed.success && /^[0-9A-Z]{5}$/.test(parsed.data.code)) return parsed.data;
  }
  return null;
};
