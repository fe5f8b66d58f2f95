import autocannon from 'autocannon';
import { type Caller, nextNetwork } from './caller.ts';

export type Load = {
  readonly rate: number;
  readonly seconds: number;
  readonly connections: number;
};

/** One round of what a caller does: eight reads to two writes. */
const mixedOf = async ({ headers, createTasks }: Caller): Promise<autocannon.Request[]> => {
  const [id] = await createTasks({ networks: [nextNetwork()], tcp_ports: '1' });
  const read = (path: string) => ({ method: 'GET', path, headers }) as const;
  const create = {
    method: 'POST',
    path: '/v1/tasks',
    headers,
    setupRequest: (request: autocannon.Request) => ({
      ...request,
      body: JSON.stringify({ networks: [nextNetwork()], tcp_ports: '1' }),
    }),
  } as const;
  const change = {
    method: 'PATCH',
    path: `/v1/tasks/${id}`,
    headers,
    body: '{"label":"x"}',
  } as const;
  return [
    read('/v1/tasks?limit=20'),
    read(`/v1/tasks/${id}`),
    read(`/v1/tasks/${id}/runs`),
    read(`/v1/tasks/${id}/hosts`),
    create,
    read('/v1/tasks?status=new&limit=20'),
    read(`/v1/tasks/${id}`),
    read(`/v1/tasks/${id}/hosts?port=22`),
    read('/v1/tasks?limit=5'),
    change,
  ];
};

/** Puts a load of mixed requests on the API, from all callers in turn, as many a second whatever the answers take. */
export const putLoad = async (
  api: string,
  callers: readonly Caller[],
  { rate, seconds, connections }: Load,
) => {
  const rounds = await Promise.all(callers.map(mixedOf));
  // Each connection goes through the list from its beginning: one caller after the other, or all would be the first.
  const requests = (rounds[0] ?? []).flatMap((_, step) =>
    rounds.flatMap((round) => round[step] ?? []),
  );
  const result = await autocannon({
    url: api,
    overallRate: rate,
    duration: seconds,
    connections,
    requests,
  });
  const tooMany = result.statusCodeStats?.['429']?.count ?? 0;
  return {
    perSecond: result.requests.total / seconds,
    p50: result.latency.p50,
    p99: result.latency.p99,
    done: result['2xx'],
    tooMany,
    otherRefusals: result['4xx'] - tooMany,
    failed: result['5xx'] + result.errors,
  };
};

export type Outcome = Awaited<ReturnType<typeof putLoad>>;
