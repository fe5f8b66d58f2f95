import type { IncomingHttpHeaders } from 'node:http';
import type { ClientBase, QueryArrayConfig } from 'pg';
import { z } from 'zod';

const statement = z.object({ query: z.string(), params: z.array(z.unknown()).default([]) });
export const neonRequest = z.union([statement, z.object({ queries: z.array(statement) })]);

type Statement = z.infer<typeof statement>;
export type NeonRequest = z.infer<typeof neonRequest>;

/** The client parses the values by itself. */
const UNPARSED = { getTypeParser: () => (value: string) => value };

/** One statement by the extended protocol, so that several in one text are refused as Neon refuses them. */
const execute = async (client: ClientBase, { query, params }: Statement): Promise<unknown> => {
  const config: QueryArrayConfig & { queryMode: 'extended' } = {
    text: query,
    values: params,
    rowMode: 'array',
    types: UNPARSED,
    queryMode: 'extended',
  };
  const { command, rowCount, rows, fields } = await client.query(config);
  return { command, rowCount, rows, fields, rowAsArray: true };
};

const LEVELS: Record<string, string> = {
  ReadUncommitted: ' ISOLATION LEVEL READ UNCOMMITTED',
  ReadCommitted: ' ISOLATION LEVEL READ COMMITTED',
  RepeatableRead: ' ISOLATION LEVEL REPEATABLE READ',
  Serializable: ' ISOLATION LEVEL SERIALIZABLE',
};

/** BEGIN with the modes that the batch headers ask for; what they do not say is Postgres's default. */
const begin = (headers: IncomingHttpHeaders): string => {
  const level = LEVELS[String(headers['neon-batch-isolation-level'])] ?? '';
  const readOnly = headers['neon-batch-read-only'] === 'true' ? ' READ ONLY' : '';
  const deferrable = headers['neon-batch-deferrable'] === 'true' ? ' DEFERRABLE' : '';
  return `BEGIN${level}${readOnly}${deferrable}`;
};

const executeBatch = async (
  client: ClientBase,
  statements: readonly Statement[],
  headers: IncomingHttpHeaders,
): Promise<unknown[]> => {
  await client.query(begin(headers));
  try {
    const results: unknown[] = [];
    for (const each of statements) results.push(await execute(client, each));
    await client.query('COMMIT');
    return results;
  } catch (error) {
    // The statement's error is the one to tell, also when the connection is gone.
    await client.query('ROLLBACK').catch(() => {});
    throw error;
  }
};

/** One statement as it is, or several in one transaction: the answer that Neon's HTTP endpoint would give. */
export const executeNeonRequest = async (
  client: ClientBase,
  request: NeonRequest,
  headers: IncomingHttpHeaders,
): Promise<unknown> =>
  'queries' in request
    ? { results: await executeBatch(client, request.queries, headers) }
    : execute(client, request);
