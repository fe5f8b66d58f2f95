import type { Pool } from 'pg';
import { COUNTED } from './evidence.ts';

/** What all tasks came to: a line for each task and each of its hosts, without ids and times. */
export type FinalState = readonly string[];

/** Two stories that ended the same have the same final state. */
export const finalState = async (postgres: Pick<Pool, 'query'>): Promise<FinalState> => {
  const { rows } = await postgres.query<{ text: string }>(
    `select concat_ws(' ', t.key, t.query_status, t.online_ip_num, r.state, r.chunk_done, r.chunk_total, r.judged) as text
       from network_query_task t left join netsweep_run r on r.id = t.active_run_id where t.deleted_at is null
     union all
     select concat_ws(' ', t.key, host(h.ip), (select string_agg(concat_ws('/', p->>'protocol', p->>'port', p->>'state'), ','
                                                 order by p->>'protocol', (p->>'port')::int) from jsonb_array_elements(h.ports) p))
       from ${COUNTED} join network_query_task t on t.active_run_id = h.run_id where t.deleted_at is null
     order by 1`,
  );
  return rows.map(({ text }) => text);
};
