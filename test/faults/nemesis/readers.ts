import type { History } from '#test/faults/history.ts';
import type { Rig } from '#test/faults/rig/rig.ts';

type Seen = { id: string; generation: string | null; online: number; rows: number };

/** What a reader sees of every task that has been probed, each in one snapshot. */
export const readAll = async (rig: Rig, history: History): Promise<void> => {
  const { rows } = await rig.postgres.query<Seen>(
    `select t.id, t.active_run_id as generation, t.online_ip_num as online, (
              select count(*)::int from netsweep_host h join netsweep_chunk c on c.run_id = h.run_id
                 and c.chunk_no = h.chunk_no and c.attempt = h.attempt and c.state = 'done'
               where h.run_id = t.active_run_id) as rows
       from network_query_task t where t.deleted_at is null`,
  );
  for (const row of rows)
    history.record({
      kind: 'read',
      taskId: Number(row.id),
      generation: row.generation === null ? null : Number(row.generation),
      online: row.online,
      rows: row.rows,
    });
};
