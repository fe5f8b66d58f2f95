import { setTimeout as sleep } from 'node:timers/promises';
import { InvokeCommand, LambdaClient, TooManyRequestsException } from '@aws-sdk/client-lambda';
import pRetry from 'p-retry';
import { Client } from 'pg';
import type { Endpoints } from '#infra/local/endpoints.ts';

const MINUTE_MS = 60_000;
/** By then the tick of the full minute is over, and the next one is far. */
const AFTER_THE_MINUTE_MS = 15_000;

/** Seconds of one tick of the scheduler. It is one at a time: whoever is at it goes first, and is not counted. */
const secondsOfTick = async (endpoint: string): Promise<number> => {
  const credentials = { accessKeyId: 'load', secretAccessKey: 'load' };
  const client = new LambdaClient({ endpoint, region: 'local-1', credentials, maxAttempts: 1 });
  const invoke = async (): Promise<number> => {
    const startedAt = performance.now();
    const command = new InvokeCommand({ FunctionName: 'scheduler', Payload: '{}' });
    const { FunctionError } = await client.send(command);
    if (FunctionError) throw new Error(`the tick failed: ${FunctionError}`);
    return (performance.now() - startedAt) / 1000;
  };
  try {
    return await pRetry(invoke, {
      retries: 1200,
      minTimeout: 50,
      factor: 1,
      shouldRetry: ({ error }) => error instanceof TooManyRequestsException,
    });
  } finally {
    client.destroy();
  }
};

/** One tick at which so many of the tasks with a label are due: its seconds, and how many tasks have how many runs. */
export const tickWithDue = async (
  { postgres, lambda }: Endpoints,
  { label, due }: { label: string; due: number },
) => {
  const sql = new Client({ connectionString: postgres });
  await sql.connect();
  try {
    const dueAt = Math.floor(Date.now() / 1000) + 3600;
    await sql.query(
      `update network_query_task set due_times = '[' || $1::text || ']', due_pending = true
        where id in (select id from network_query_task where label = $2 order by id limit $3)`,
      [dueAt, label, due],
    );
    await sleep(MINUTE_MS - (Date.now() % MINUTE_MS) + AFTER_THE_MINUTE_MS);
    // They are due from here on.
    await sql.query('update netsweep_clock set offset_seconds = 3700');
    const seconds = await secondsOfTick(lambda);
    const { rows } = await sql.query<{ runs: number; tasks: number }>(
      `select runs::int, count(*)::int as tasks
         from (select count(r.id) as runs from network_query_task t left join netsweep_run r on r.task_id = t.id
                where t.label = $1 group by t.id) each
        group by runs order by runs`,
      [label],
    );
    return { seconds, tasksByRuns: new Map(rows.map(({ runs, tasks }) => [runs, tasks])) };
  } finally {
    await sql.end();
  }
};
