import { sql } from 'drizzle-orm';
import type { Task } from '#shared/domain/task.ts';
import { attemptsIn } from '#shared/store/attempts.ts';
import type { Database } from '#shared/store/database.ts';
import { startRunsIn } from '#shared/store/start-runs.ts';
import { anOwner } from '#test/support/run-fixtures.ts';

/** One address in so many is up: 6,500 or so of a /16. */
const EVERY = 10;
const PORTS = 10;

/**
 * Hosts of a slice as a scanner stages them, nine or ten open ports each. From one version to the next a fiftieth of the hosts is
 * missed, as many others appear, a tenth opens a port and a tenth has another product's version
 * behind one.
 */
const stage = (db: Database, runId: number, chunkNo: number, attempt: number, version: number) =>
  db.execute(sql`
    insert into netsweep_host (run_id, chunk_no, attempt, ip, ports, closed, filtered, open_filtered, hostname, checked_at)
    select ${runId}, ${chunkNo}, ${attempt}, h.ip, (
             select jsonb_agg(jsonb_build_object('protocol', 'tcp', 'port', p, 'state', 'open', 'reason', 'syn-ack', 'rttMs', 0.5,
                      'attempts', 1, 'service', 'http', 'product', 'nginx',
                      'version', case when h.no % 10 = 3 and p = 8000 then ${`1.${version}`} else '1.0' end))
               from generate_series(8000, 8000 + ${PORTS} - case when h.no % 10 = ${version} % 10 then 1 else 2 end) p),
           0, 0, 0, 'host-' || h.no, netsweep_now()
      from netsweep_chunk c, lateral (
        select host(network(c.slice))::inet + n as ip, n / ${EVERY} as no
          from generate_series(0, (2 ^ (32 - masklen(c.slice)))::integer - 1, ${EVERY}) n) h
     where c.run_id = ${runId} and c.chunk_no = ${chunkNo} and (h.no + ${version}) % 50 <> 0`);

/** A run of the task that found a generation of that version; how long its last commit, which swaps, took. */
export const largeGeneration = async (db: Database, task: Task, version: number) => {
  const attempts = attemptsIn(db);
  const [runId = 0] = await startRunsIn(db)([task]);
  let swapMs = 0;
  for (let chunkNo = 0; ; chunkNo += 1) {
    const chunk = await attempts.take({ runId, chunkNo }, anOwner(), 60_000);
    if (chunk === null) return { runId, swapMs };
    const { rowCount } = await stage(db, runId, chunkNo, chunk.attempt, version);
    const startedAt = performance.now();
    const tally = { online: rowCount ?? 0, judged: 1, probesSent: 1, localFailures: 0 };
    if (!(await attempts.commit(chunk, tally))) throw new Error(`chunk ${chunkNo} was refused`);
    swapMs = performance.now() - startedAt;
  }
};
