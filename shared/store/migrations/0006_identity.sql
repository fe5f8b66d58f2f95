ALTER TABLE "netsweep_host" ADD COLUMN "identity" jsonb;
--> statement-breakpoint
-- Stages a part of an attempt's hosts. They count only once the attempt is committed; staging twice changes nothing.
CREATE OR REPLACE FUNCTION netsweep_stage(p_run bigint, p_chunk integer, p_attempt integer, p_hosts jsonb)
RETURNS integer LANGUAGE sql AS $$
  WITH staged AS (
    INSERT INTO netsweep_host (run_id, chunk_no, attempt, ip, ports, closed, filtered, open_filtered, answers_everything,
                               hostname, mac, vendor, identity, checked_at)
    SELECT c.run_id, c.chunk_no, c.attempt, h.ip, h.ports, h.closed, h.filtered, h.open_filtered, h.answers_everything,
           h.hostname, h.mac, h.vendor, h.identity, netsweep_now()
      FROM netsweep_chunk c, jsonb_to_recordset(p_hosts)
        AS h(ip inet, ports jsonb, closed integer, filtered integer, open_filtered integer, answers_everything jsonb,
             hostname text, mac text, vendor text, identity jsonb)
     WHERE c.run_id = p_run AND c.chunk_no = p_chunk AND c.attempt = p_attempt AND c.state = 'leased'
    ON CONFLICT DO NOTHING RETURNING 1)
  SELECT count(*)::integer FROM staged
$$;
