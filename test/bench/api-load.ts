/**
 * Load on the one-machine stack, of loopback networks alone: a mixed load for a minute, a burst above what one token may,
 * and five thousand tasks of which five hundred are due at once. `npm run bench:api` prints the table of API.md.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import autocannon from 'autocannon';
import { Client } from 'pg';
import { resetDataFolder } from '#infra/local/data-folder.ts';
import { startStack } from '#infra/local/stack.ts';

const TASKS = 5000;
const DUE = 500;
/** Networks of four addresses below 127.128.0.0, which nothing listens on. */
const networkOf = (n: number): string =>
  `127.${128 + (n >> 14)}.${(n >> 6) & 255}.${(n & 63) * 4}/30`;

const data = await mkdtemp(join(tmpdir(), 'netsweep-load-'));
const stack = await startStack({
  data,
  scopes: ['127.0.0.0/8'],
  policy: 'local',
  clockOffsetSeconds: 0,
  log: () => {},
});
const { api, token, lambda, postgres } = stack.endpoints;
const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
const post = async (path: string, body: unknown) => {
  const response = await fetch(`${api}${path}`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return response.json() as Promise<{ tasks: { id: number }[]; token: string }>;
};
/** Rows as a Markdown table. */
const print = (rows: readonly Record<string, string>[]): void => {
  const names = Object.keys(rows[0] ?? {});
  const lines = [
    names,
    names.map(() => '---'),
    ...rows.map((row) => names.map((name) => row[name])),
  ];
  console.log(lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n'), '\n');
};
const tokenOf = async () =>
  (await post('/v1/tokens', { role: 'operator', scopes: ['127.0.0.0/8'] })).token;

/** No network is created twice, whoever does. */
let next = 0;

/** One round of what callers do: eight reads to two writes. */
const mixed = (bearer: string, taskId: number): autocannon.Request[] => {
  const own = { ...headers, authorization: `Bearer ${bearer}` };
  const read = (path: string) => ({ method: 'GET', path, headers: own }) as const;
  const create = {
    method: 'POST',
    path: '/v1/tasks',
    headers: own,
    setupRequest: (request: autocannon.Request) => {
      next += 1;
      const network = networkOf(200_000 + next);
      return { ...request, body: JSON.stringify({ networks: [network], tcp_ports: '1' }) };
    },
  } as const;
  const change = {
    method: 'PATCH',
    path: `/v1/tasks/${taskId}`,
    headers: own,
    body: '{"label":"x"}',
  } as const;
  return [
    read('/v1/tasks?limit=20'),
    read(`/v1/tasks/${taskId}`),
    read(`/v1/tasks/${taskId}/runs`),
    read(`/v1/tasks/${taskId}/hosts`),
    create,
    read('/v1/tasks?status=new&limit=20'),
    read(`/v1/tasks/${taskId}`),
    read(`/v1/tasks/${taskId}/hosts?port=22`),
    read('/v1/tasks?limit=5'),
    change,
  ];
};

const load = async (name: string, rate: number, seconds: number, connections: number) => {
  const bearer = await tokenOf();
  const made = await fetch(`${api}/v1/tasks`, {
    method: 'POST',
    headers: { ...headers, authorization: `Bearer ${bearer}` },
    body: JSON.stringify({ networks: [networkOf(100_000 + rate + seconds)], tcp_ports: '1' }),
  });
  const { tasks } = (await made.json()) as { tasks: { id: number }[] };
  const result = await autocannon({
    url: api,
    overallRate: rate,
    duration: seconds,
    connections,
    requests: mixed(bearer, tasks[0]?.id ?? 0),
  });
  const tooMany = result.statusCodeStats?.['429']?.count ?? 0;
  return {
    load: name,
    requests: String(result.requests.total),
    'p50 ms': String(result.latency.p50),
    'p99 ms': String(result.latency.p99),
    '2xx': String(result['2xx']),
    '429': String(tooMany),
    'other 4xx': String(result['4xx'] - tooMany),
    '5xx': String(result['5xx']),
    errors: String(result.errors),
  };
};

/** One tick with five hundred of five thousand tasks due; its seconds, and runs per due task. */
const tickWithDue = async () => {
  for (let from = 0; from < TASKS; from += 1000) {
    const networks = Array.from({ length: 1000 }, (_, n) => networkOf(from + n));
    const cron = ['0 0 1 1 *'];
    await post('/v1/tasks', { networks, tcp_ports: '2', schedule: { cron }, label: 'load' });
  }
  const sql = new Client({ connectionString: postgres });
  await sql.connect();
  const due = Math.floor(Date.now() / 1000) + 3600;
  await sql.query(
    `update network_query_task set due_times = '[' || $1::text || ']', due_pending = true
      where id in (select id from network_query_task where label = 'load' order by id limit $2)`,
    [due, DUE],
  );
  // No tick of the clock's own comes in between: the tasks are due from the next statement on.
  await sleep(60_000 - (Date.now() % 60_000) + 15_000);
  await sql.query('update netsweep_clock set offset_seconds = 3700');
  const client = new LambdaClient({
    endpoint: lambda,
    region: 'local-1',
    credentials: { accessKeyId: 'load', secretAccessKey: 'load' },
  });
  const startedAt = performance.now();
  const { FunctionError } = await client.send(
    new InvokeCommand({ FunctionName: 'scheduler', Payload: '{}' }),
  );
  const seconds = (performance.now() - startedAt) / 1000;
  client.destroy();
  const { rows } = await sql.query(
    `select count(*)::int as tasks, count(*) filter (where runs = 1)::int as once from
       (select t.id, count(r.id) as runs from network_query_task t left join netsweep_run r on r.task_id = t.id
         where t.label = 'load' and t.id in
           (select id from network_query_task where label = 'load' order by id limit $1) group by t.id) each`,
    [DUE],
  );
  await sql.end();
  return { seconds, failed: FunctionError ?? 'no', ...rows[0] };
};

try {
  await load('warm up', 50, 5, 10);
  print([
    await load('mixed, 200/s for 60 s', 200, 60, 20),
    await load('burst, 1,000/s for 10 s', 1000, 10, 100),
    await load('after it, 200/s for 10 s', 200, 10, 20),
  ]);
  const { seconds, failed, tasks, once } = await tickWithDue();
  print([
    {
      tick: `${DUE} of ${TASKS} tasks due`,
      seconds: seconds.toFixed(1),
      failed,
      'tasks with one run': `${once} of ${tasks}`,
    },
  ]);
} finally {
  await stack.stop();
  await resetDataFolder(data);
  await rm(data, { recursive: true });
}
