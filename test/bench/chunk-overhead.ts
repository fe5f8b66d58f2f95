import { Client } from 'pg';
import type { Endpoints } from '#infra/local/endpoints.ts';
import { askingOf } from './ask.ts';
import type { Measure } from './print-table.ts';

const NETWORK = '127.1.0.0/17';
/** Milliseconds between one commit and the next, of a run. */
const BETWEEN_COMMITS = `
  select extract(epoch from finished_at - lag(finished_at) over (order by finished_at)) * 1000 as ms
    from netsweep_chunk where run_id = $1 order by finished_at offset 1`;

/**
 * What a chunk costs beside its probes: claim, invoke, take, commit. All addresses are excluded and one scanner works at
 * a time, so the time from one commit to the next is the whole of it.
 */
export const chunkOverhead = async (endpoints: Endpoints): Promise<Measure> => {
  const { createTask, start, endOf } = askingOf(endpoints);
  const taskId = await createTask({
    networks: [NETWORK],
    tcp_ports: '1-200',
    options: { exclude: [NETWORK] },
  });
  const runId = await start(taskId);
  await endOf(runId);
  const postgres = new Client({ connectionString: endpoints.postgres });
  await postgres.connect();
  const { rows } = await postgres.query<{ ms: string }>(BETWEEN_COMMITS, [runId]);
  await postgres.end();
  const samples = rows.map(({ ms }) => Number(ms));
  return {
    what: 'a chunk of empty work: claim, invoke, take, commit',
    unit: 'ms',
    goal: '< 25',
    samples,
  };
};
