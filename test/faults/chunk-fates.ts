import { type Evidence, LIVE } from './evidence.ts';

/**
 * What became of a chunk. `parked`: given up after the last attempt, with its reason. `lost`: nobody will do it any more.
 * `duplicated-effect`: what it found counts more than once, or not as one attempt found it. `unexpected`: nobody planned it.
 */
export const FATES = [
  'done-once',
  'parked',
  'cancelled',
  'under-way',
  'lost',
  'duplicated-effect',
  'unexpected',
] as const;
export type Fate = (typeof FATES)[number];

/** Attempts that were said to be committed count too: a chunk has one. */
const fates = `
  with said as (
    select run_id, chunk_no, count(distinct attempt) as attempts
      from unnest($1::bigint[], $2::int[], $3::int[]) as s(run_id, chunk_no, attempt) group by run_id, chunk_no),
  twice as (
    select distinct h.run_id, h.chunk_no from netsweep_host h join netsweep_host o on o.run_id = h.run_id and o.ip = h.ip
       and o.chunk_no <> h.chunk_no
      join netsweep_chunk c on c.run_id = h.run_id and c.chunk_no = h.chunk_no and c.attempt = h.attempt and c.state = 'done'
      join netsweep_chunk d on d.run_id = o.run_id and d.chunk_no = o.chunk_no and d.attempt = o.attempt and d.state = 'done'),
  hosts as (
    select run_id, chunk_no, attempt, count(*) as n from netsweep_host group by run_id, chunk_no, attempt)
  select case when c.chunk_no not between 0 and r.chunk_total - 1 or not c.slice <<= r.network then 'unexpected'
              when coalesce(s.attempts, 0) > 1 or t.run_id is not null
                or (c.state = 'done' and c.online <> coalesce(n.n, 0)) then 'duplicated-effect'
              when c.state = 'done' then 'done-once'
              when c.state = 'failed' then 'parked'
              when c.state = 'cancelled' then 'cancelled'
              when r.state in ${LIVE} and not $4 then 'under-way'
              else 'lost' end as fate, count(*)::int as chunks
    from netsweep_chunk c join netsweep_run r on r.id = c.run_id
    left join said s on s.run_id = c.run_id and s.chunk_no = c.chunk_no
    left join twice t on t.run_id = c.run_id and t.chunk_no = c.chunk_no
    left join hosts n on n.run_id = c.run_id and n.chunk_no = c.chunk_no and n.attempt = c.attempt
   group by 1`;

/** How many chunks met which fate; a chunk of a run whose fate is still open is `under-way` until all is settled. */
export const chunkFates = async ({
  history,
  postgres,
  isSettled,
}: Pick<Evidence, 'history' | 'postgres' | 'isSettled'>): Promise<Record<Fate, number>> => {
  const said = history.of('commit').filter(({ outcome }) => outcome === 'ok');
  const { rows } = await postgres.query<{ fate: Fate; chunks: number }>(fates, [
    said.map(({ runId }) => runId),
    said.map(({ chunkNo }) => chunkNo),
    said.map(({ attempt }) => attempt),
    isSettled,
  ]);
  const counts = new Map(rows.map(({ fate, chunks }) => [fate, chunks]));
  return Object.fromEntries(FATES.map((fate) => [fate, counts.get(fate) ?? 0])) as Record<
    Fate,
    number
  >;
};
