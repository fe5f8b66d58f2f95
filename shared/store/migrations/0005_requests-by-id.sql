ALTER TABLE "netsweep_request" ADD COLUMN "id" uuid DEFAULT gen_random_uuid() NOT NULL;
--> statement-breakpoint
DROP FUNCTION netsweep_begin_request(text, text, integer);
--> statement-breakpoint
-- Begins a named request. verdict: begun (it is the caller's to do); answered (with its reply); busy (somebody is at it);
-- other (the name stands for another request). The id stays the same however often the request is begun, and is another
-- when the name is used anew, which it may be after a day. A request that is not answered after p_patience_ms has lost
-- whoever was at it.
CREATE FUNCTION netsweep_begin_request(p_name text, p_fingerprint text, p_patience_ms integer)
RETURNS TABLE (verdict text, id uuid, reply json) LANGUAGE plpgsql AS $$
DECLARE
  v_now timestamptz := netsweep_now();
  v_id uuid;
BEGIN
  DELETE FROM netsweep_request q WHERE q.name = p_name AND q.begun_at < v_now - interval '1 day';
  INSERT INTO netsweep_request AS q (name, fingerprint, begun_at) VALUES (p_name, p_fingerprint, v_now)
  ON CONFLICT (name) DO UPDATE SET begun_at = v_now
   WHERE q.fingerprint = p_fingerprint AND q.status IS NULL
     AND q.begun_at < v_now - p_patience_ms * interval '1 millisecond'
  RETURNING q.id INTO v_id;
  IF v_id IS NOT NULL THEN
    RETURN QUERY SELECT 'begun', v_id, NULL::json;
  ELSE
    RETURN QUERY SELECT CASE WHEN q.fingerprint <> p_fingerprint THEN 'other'
                             WHEN q.status IS NULL THEN 'busy' ELSE 'answered' END, q.id, q.reply
      FROM netsweep_request q WHERE q.name = p_name;
  END IF;
END $$;
--> statement-breakpoint
DROP FUNCTION netsweep_delete(bigint[], text);
--> statement-breakpoint
-- Deletes tasks, all or none: a live run is cancelled first. Returns their keys; none when one is missing. The request
-- that deleted them is told their keys again.
CREATE FUNCTION netsweep_delete(p_tasks bigint[], p_owner text, p_request text DEFAULT NULL)
RETURNS TABLE (key text) LANGUAGE plpgsql AS $$
BEGIN
  RETURN QUERY SELECT t.key FROM network_query_task t
                WHERE t.id = ANY (p_tasks) AND t.deleted_at IS NOT NULL AND t.request = p_request;
  IF FOUND THEN RETURN; END IF;
  IF (SELECT count(*) FROM network_query_task t
       WHERE t.id = ANY (p_tasks) AND t.deleted_at IS NULL AND (p_owner IS NULL OR t.owner = p_owner)) <> cardinality(p_tasks) THEN
    RETURN;
  END IF;
  PERFORM netsweep_cancel(r.id, 'the task was deleted')
     FROM (SELECT id FROM netsweep_run WHERE task_id = ANY (p_tasks) AND netsweep_is_live(state) ORDER BY id) r;
  RETURN QUERY
  UPDATE network_query_task t
     SET deleted_at = netsweep_now(), auto_enable = false, due_times = NULL, request = p_request
   WHERE t.id = ANY (p_tasks) AND t.deleted_at IS NULL RETURNING t.key;
END $$;
--> statement-breakpoint
-- Redis was told what it should hold under a key (null: nothing). What was changed in the meantime has to be told anew;
-- what is no task's any more is a leftover.
CREATE FUNCTION netsweep_told(p_key text, p_value text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  UPDATE network_query_task SET due_pending = due_times IS DISTINCT FROM p_value
   WHERE key = p_key AND deleted_at IS NULL;
  IF FOUND OR p_value IS NULL THEN
    DELETE FROM netsweep_leftover WHERE key = p_key;
  ELSE
    INSERT INTO netsweep_leftover (key) VALUES (p_key) ON CONFLICT DO NOTHING;
  END IF;
END $$;
--> statement-breakpoint
-- Takes a chunk: no row when it is done, held by another, or its run is not to be probed. The same owner may ask again.
-- Whether the run is to be probed is looked at last: it may have been paused while this waited for its row.
CREATE OR REPLACE FUNCTION netsweep_take(p_run bigint, p_chunk integer, p_owner text, p_lease_ms integer)
RETURNS TABLE (attempt integer, slice cidr, tcp_ports text, udp_ports text, options jsonb, scopes cidr[])
LANGUAGE plpgsql AS $$
DECLARE
  v_run netsweep_run;
BEGIN
  SELECT * INTO v_run FROM netsweep_run WHERE id = p_run;
  IF v_run.state IN ('planned', 'queued') THEN
    UPDATE netsweep_run SET state = 'probing', started_at = netsweep_now()
     WHERE id = p_run AND state IN ('planned', 'queued');
    IF FOUND THEN UPDATE network_query_task SET query_status = 4 WHERE id = v_run.task_id; END IF;
  END IF;
  RETURN QUERY
  UPDATE netsweep_chunk c
     SET state = 'leased', owner = p_owner, judged = 0,
         attempt = c.attempt + CASE WHEN c.state = 'leased' AND c.owner = p_owner THEN 0 ELSE 1 END,
         lease_until = netsweep_now() + p_lease_ms * interval '1 millisecond'
   WHERE c.run_id = p_run AND c.chunk_no = p_chunk
     AND (c.state = 'pending' OR (c.state = 'leased' AND (c.owner = p_owner OR c.lease_until < netsweep_now())))
     AND (c.attempt < netsweep_max_attempts() OR c.owner = p_owner)
     AND EXISTS (SELECT FROM netsweep_run r WHERE r.id = p_run AND r.state = 'probing')
  RETURNING c.attempt, c.slice, v_run.tcp_ports, v_run.udp_ports, v_run.options,
            ARRAY(SELECT s.cidr FROM netsweep_scope s WHERE s.expires_at IS NULL OR s.expires_at > netsweep_now());
END $$;
--> statement-breakpoint
-- As netsweep_plan, for a click: a task that cannot start undoes the whole transaction (SQLSTATE NS409 live, NS404 gone).
-- Functions older than this schema call it without a request.
CREATE OR REPLACE FUNCTION netsweep_start(
  p_task bigint, p_key text, p_prefix integer, p_addresses bigint, p_probes bigint, p_request text DEFAULT NULL
) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  v_plan record;
BEGIN
  SELECT * INTO v_plan FROM netsweep_plan(p_task, p_key, 'click', clock_timestamp() - now() + netsweep_now(), 0,
                                          p_prefix, NULL, p_addresses, p_probes);
  IF v_plan.verdict IN ('overlap', 'exists') THEN
    RAISE EXCEPTION 'task % has a live run', p_task USING ERRCODE = 'NS409', DETAIL = p_task::text;
  ELSIF v_plan.verdict = 'gone' THEN
    RAISE EXCEPTION 'task % is gone', p_task USING ERRCODE = 'NS404', DETAIL = p_task::text;
  END IF;
  UPDATE netsweep_run SET request = p_request WHERE id = v_plan.run_id AND p_request IS NOT NULL;
  RETURN v_plan.run_id;
END $$;
