-- The effects: each is one call, so one statement and one transaction, also over Neon's HTTP.
-- Inside, rows are locked in the order run, chunk, task, so that no two effects can wait for each other;
-- each plpgsql statement has a fresh snapshot, and the run row's lock makes two last commits take turns.

INSERT INTO netsweep_clock DEFAULT VALUES;
--> statement-breakpoint
CREATE FUNCTION netsweep_now() RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT now() + (SELECT offset_seconds FROM netsweep_clock) * interval '1 second'
$$;
--> statement-breakpoint
CREATE FUNCTION netsweep_is_live(state text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT state IN ('planned', 'queued', 'probing', 'paused')
$$;
--> statement-breakpoint
-- The one place where the number of tries of a chunk is decided.
CREATE FUNCTION netsweep_max_attempts() RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT 5 $$;
--> statement-breakpoint
-- Plans a run with its chunks. Slices are arithmetic (network cut at p_prefix), or given (an old list of addresses).
-- verdict: planned; exists (this due time has its run already); overlap (another run is live); gone (no such task).
CREATE FUNCTION netsweep_plan(
  p_task bigint, p_key text, p_trigger text, p_scheduled_for timestamptz, p_missed integer,
  p_prefix integer, p_slices cidr[], p_addresses bigint, p_probes bigint
) RETURNS TABLE (run_id bigint, verdict text) LANGUAGE plpgsql AS $$
DECLARE
  v_run netsweep_run;
BEGIN
  INSERT INTO netsweep_run (task_id, key, trigger, scheduled_for, missed, network, tcp_ports, udp_ports, options,
                            addresses, probes, chunk_total, created_at)
  SELECT t.id, p_key, p_trigger, p_scheduled_for, p_missed, t.network, t.tcp_query_ports, t.udp_query_ports, t.options,
         p_addresses, p_probes,
         CASE WHEN p_slices IS NULL THEN 1 << (p_prefix - masklen(t.network)) ELSE cardinality(p_slices) END,
         netsweep_now()
    FROM network_query_task t WHERE t.id = p_task AND t.deleted_at IS NULL
  ON CONFLICT DO NOTHING RETURNING * INTO v_run;

  IF v_run.id IS NULL THEN
    RETURN QUERY SELECT r.id, 'exists' FROM netsweep_run r
                  WHERE r.task_id = p_task AND r.scheduled_for = p_scheduled_for;
    IF FOUND THEN RETURN; END IF;
    RETURN QUERY SELECT r.id, 'overlap' FROM netsweep_run r WHERE r.task_id = p_task AND netsweep_is_live(r.state);
    IF NOT FOUND THEN RETURN QUERY SELECT NULL::bigint, 'gone'; END IF;
    RETURN;
  END IF;

  IF p_slices IS NULL THEN
    INSERT INTO netsweep_chunk (run_id, chunk_no, slice)
    SELECT v_run.id, n,
           set_masklen(v_run.network::inet
             + n * (2 ^ (CASE family(v_run.network) WHEN 4 THEN 32 ELSE 128 END - p_prefix))::bigint, p_prefix)::cidr
      FROM generate_series(0, v_run.chunk_total - 1) n;
  ELSE
    INSERT INTO netsweep_chunk (run_id, chunk_no, slice)
    SELECT v_run.id, (n - 1)::integer, slice FROM unnest(p_slices) WITH ORDINALITY AS s(slice, n);
  END IF;
  UPDATE network_query_task SET query_status = 1 WHERE id = p_task;
  RETURN QUERY SELECT v_run.id, 'planned';
END $$;
--> statement-breakpoint
-- As netsweep_plan, for a click: a task that cannot start undoes the whole transaction (SQLSTATE NS409 live, NS404 gone).
CREATE FUNCTION netsweep_start(
  p_task bigint, p_key text, p_prefix integer, p_addresses bigint, p_probes bigint
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
  RETURN v_plan.run_id;
END $$;
--> statement-breakpoint
-- A due time that makes no run is recorded as a cancelled one, with its reason.
CREATE FUNCTION netsweep_skip(
  p_task bigint, p_key text, p_scheduled_for timestamptz, p_missed integer, p_reason text
) RETURNS void LANGUAGE sql AS $$
  INSERT INTO netsweep_run (task_id, key, trigger, state, scheduled_for, missed, network, tcp_ports, udp_ports, options,
                            addresses, probes, chunk_total, error, created_at, finished_at)
  SELECT t.id, p_key, 'clock', 'cancelled', p_scheduled_for, p_missed, t.network, t.tcp_query_ports, t.udp_query_ports,
         t.options, 0, 0, 0, p_reason, netsweep_now(), netsweep_now()
    FROM network_query_task t WHERE t.id = p_task AND t.deleted_at IS NULL
  ON CONFLICT DO NOTHING
$$;
--> statement-breakpoint
-- The slices of a run that still have to go on its Redis list, at most p_limit, marked as being there.
CREATE FUNCTION netsweep_next_slices(p_run bigint, p_limit integer) RETURNS TABLE (slice text) LANGUAGE sql AS $$
  WITH next AS (
    SELECT c.run_id, c.chunk_no FROM netsweep_chunk c JOIN netsweep_run r ON r.id = c.run_id
     WHERE c.run_id = p_run AND c.state = 'pending' AND c.queued_at IS NULL AND c.not_before <= netsweep_now()
       AND r.state IN ('planned', 'queued', 'probing')
     ORDER BY c.chunk_no LIMIT p_limit FOR UPDATE OF c SKIP LOCKED),
  marked AS (
    UPDATE netsweep_chunk c SET queued_at = netsweep_now() FROM next n
     WHERE c.run_id = n.run_id AND c.chunk_no = n.chunk_no RETURNING c.chunk_no, c.slice)
  SELECT m.slice::text FROM marked m ORDER BY m.chunk_no
$$;
--> statement-breakpoint
-- Redis no longer has what was put there: every pending chunk of the run has to go on the list again.
CREATE FUNCTION netsweep_unqueue(p_run bigint) RETURNS integer LANGUAGE sql AS $$
  WITH lost AS (
    UPDATE netsweep_chunk SET queued_at = NULL
     WHERE run_id = p_run AND state = 'pending' AND queued_at IS NOT NULL RETURNING 1)
  SELECT count(*)::integer FROM lost
$$;
--> statement-breakpoint
CREATE FUNCTION netsweep_mark_queued(p_run bigint) RETURNS void LANGUAGE sql AS $$
  UPDATE netsweep_run SET state = 'queued' WHERE id = p_run AND state = 'planned'
$$;
--> statement-breakpoint
-- Takes a chunk: no row when it is done, held by another, or its run is not to be probed. The same owner may ask again.
CREATE FUNCTION netsweep_take(p_run bigint, p_chunk integer, p_owner text, p_lease_ms integer)
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
  ELSIF v_run.state IS DISTINCT FROM 'probing' THEN
    RETURN;
  END IF;
  RETURN QUERY
  UPDATE netsweep_chunk c
     SET state = 'leased', owner = p_owner, judged = 0,
         attempt = c.attempt + CASE WHEN c.state = 'leased' AND c.owner = p_owner THEN 0 ELSE 1 END,
         lease_until = netsweep_now() + p_lease_ms * interval '1 millisecond'
   WHERE c.run_id = p_run AND c.chunk_no = p_chunk
     AND (c.state = 'pending' OR (c.state = 'leased' AND (c.owner = p_owner OR c.lease_until < netsweep_now())))
     AND (c.attempt < netsweep_max_attempts() OR c.owner = p_owner)
  RETURNING c.attempt, c.slice, v_run.tcp_ports, v_run.udp_ports, v_run.options,
            ARRAY(SELECT s.cidr FROM netsweep_scope s WHERE s.expires_at IS NULL OR s.expires_at > netsweep_now());
END $$;
--> statement-breakpoint
-- Progress of an attempt. False: the attempt is no longer the current one, or its run is not to be probed; stop.
CREATE FUNCTION netsweep_heartbeat(p_run bigint, p_chunk integer, p_attempt integer, p_judged integer)
RETURNS boolean LANGUAGE sql AS $$
  WITH mine AS (
    UPDATE netsweep_chunk c SET judged = p_judged FROM netsweep_run r
     WHERE c.run_id = p_run AND c.chunk_no = p_chunk AND c.state = 'leased' AND c.attempt = p_attempt
       AND r.id = c.run_id AND r.state IN ('probing', 'paused') RETURNING 1)
  SELECT EXISTS (SELECT 1 FROM mine)
$$;
--> statement-breakpoint
-- Stages a part of an attempt's hosts. They count only once the attempt is committed; staging twice changes nothing.
CREATE FUNCTION netsweep_stage(p_run bigint, p_chunk integer, p_attempt integer, p_hosts jsonb)
RETURNS integer LANGUAGE sql AS $$
  WITH staged AS (
    INSERT INTO netsweep_host (run_id, chunk_no, attempt, ip, ports, closed, filtered, open_filtered, hostname, mac, vendor, checked_at)
    SELECT c.run_id, c.chunk_no, c.attempt, h.ip, h.ports, h.closed, h.filtered, h.open_filtered, h.hostname, h.mac, h.vendor, netsweep_now()
      FROM netsweep_chunk c, jsonb_to_recordset(p_hosts)
        AS h(ip inet, ports jsonb, closed integer, filtered integer, open_filtered integer, hostname text, mac text, vendor text)
     WHERE c.run_id = p_run AND c.chunk_no = p_chunk AND c.attempt = p_attempt AND c.state = 'leased'
    ON CONFLICT DO NOTHING RETURNING 1)
  SELECT count(*)::integer FROM staged
$$;
--> statement-breakpoint
-- Ends a run whose chunks are all accounted for, and swaps the generation. The caller holds the run row's lock.
CREATE FUNCTION netsweep_settle(p_run bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_run netsweep_run;
BEGIN
  UPDATE netsweep_run SET state = CASE WHEN chunk_failed = 0 THEN 'done' ELSE 'failed' END, finished_at = netsweep_now()
   WHERE id = p_run AND netsweep_is_live(state) AND chunk_done + chunk_failed = chunk_total
  RETURNING * INTO v_run;
  IF v_run.state = 'done' THEN
    UPDATE network_query_task
       SET active_run_id = v_run.id, online_ip_num = v_run.online, query_status = 2, query_time = v_run.finished_at
     WHERE id = v_run.task_id AND deleted_at IS NULL AND coalesce(active_run_id, 0) < v_run.id;
  ELSIF v_run.state = 'failed' THEN
    UPDATE network_query_task SET query_status = 3
     WHERE id = v_run.task_id AND coalesce(active_run_id, 0) < v_run.id;
  END IF;
END $$;
--> statement-breakpoint
-- Commits an attempt: fence, completeness and range are checked, the counters move, the last one ends the run.
-- May be repeated. False: not the current attempt, not all of its hosts staged, a host outside the slice, or the run is over.
CREATE FUNCTION netsweep_commit(
  p_run bigint, p_chunk integer, p_attempt integer,
  p_online integer, p_judged integer, p_probes_sent bigint, p_local_failures bigint
) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  v_live boolean;
BEGIN
  SELECT netsweep_is_live(r.state) INTO v_live FROM netsweep_run r WHERE r.id = p_run FOR NO KEY UPDATE;
  UPDATE netsweep_chunk c
     SET state = 'done', online = p_online, judged = p_judged, lease_until = NULL, error = NULL, finished_at = netsweep_now()
   WHERE v_live AND c.run_id = p_run AND c.chunk_no = p_chunk AND c.attempt = p_attempt AND c.state = 'leased'
     AND (SELECT (count(*), count(*) FILTER (WHERE h.ip <<= c.slice)) FROM netsweep_host h
           WHERE h.run_id = p_run AND h.chunk_no = p_chunk AND h.attempt = p_attempt) = (p_online::bigint, p_online::bigint);
  IF FOUND THEN
    UPDATE netsweep_run r
       SET chunk_done = r.chunk_done + 1, online = r.online + p_online, judged = r.judged + p_judged,
           probes_sent = r.probes_sent + p_probes_sent, local_failures = r.local_failures + p_local_failures
     WHERE r.id = p_run;
    PERFORM netsweep_settle(p_run);
    RETURN true;
  END IF;
  -- Committed before, and the reply was lost?
  RETURN EXISTS (SELECT 1 FROM netsweep_chunk c WHERE c.run_id = p_run AND c.chunk_no = p_chunk
                          AND c.attempt = p_attempt AND c.state = 'done');
END $$;
--> statement-breakpoint
-- Gives chunks back with the reason: they wait 2^attempt seconds, or are parked after the last attempt.
-- The caller holds the run row's lock.
CREATE FUNCTION netsweep_put_back(p_run bigint, p_chunks integer[], p_error text) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  v_failed integer;
BEGIN
  WITH back AS (
    UPDATE netsweep_chunk c
       SET state = CASE WHEN spent.attempt >= netsweep_max_attempts() THEN 'failed' ELSE 'pending' END,
           attempt = spent.attempt, owner = NULL, lease_until = NULL, queued_at = NULL, judged = 0, error = p_error,
           not_before = netsweep_now() + least(60, 2 ^ spent.attempt) * interval '1 second',
           finished_at = CASE WHEN spent.attempt >= netsweep_max_attempts() THEN netsweep_now() END
      FROM (SELECT run_id, chunk_no, CASE state WHEN 'leased' THEN attempt ELSE attempt + 1 END AS attempt
              FROM netsweep_chunk WHERE run_id = p_run AND chunk_no = ANY (p_chunks) AND state IN ('leased', 'pending')
               FOR UPDATE) spent
     WHERE c.run_id = spent.run_id AND c.chunk_no = spent.chunk_no
    RETURNING c.state)
  SELECT count(*) INTO v_failed FROM back WHERE state = 'failed';
  IF v_failed > 0 THEN
    UPDATE netsweep_run SET chunk_failed = chunk_failed + v_failed, error = coalesce(error, p_error) WHERE id = p_run;
    PERFORM netsweep_settle(p_run);
  END IF;
  RETURN v_failed;
END $$;
--> statement-breakpoint
-- An attempt that did not end in a commit. An owner that never took its chunk spends an attempt all the same.
CREATE FUNCTION netsweep_release(p_run bigint, p_chunk integer, p_owner text, p_error text)
RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM netsweep_run WHERE id = p_run AND netsweep_is_live(state) FOR NO KEY UPDATE;
  IF NOT FOUND THEN RETURN false; END IF;
  PERFORM 1 FROM netsweep_chunk WHERE run_id = p_run AND chunk_no = p_chunk
     AND ((state = 'leased' AND owner = p_owner) OR (state = 'pending' AND queued_at IS NOT NULL)) FOR UPDATE;
  IF NOT FOUND THEN RETURN false; END IF;
  PERFORM netsweep_put_back(p_run, ARRAY[p_chunk], p_error);
  RETURN true;
END $$;
--> statement-breakpoint
-- Cancels a run: no commit of it counts from here on.
CREATE FUNCTION netsweep_cancel(p_run bigint, p_reason text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  v_task bigint;
BEGIN
  UPDATE netsweep_run SET state = 'cancelled', finished_at = netsweep_now(), error = p_reason
   WHERE id = p_run AND netsweep_is_live(state) RETURNING task_id INTO v_task;
  IF NOT FOUND THEN RETURN false; END IF;
  UPDATE netsweep_chunk SET state = 'cancelled', lease_until = NULL
   WHERE run_id = p_run AND state IN ('pending', 'leased');
  UPDATE network_query_task SET query_status = CASE WHEN active_run_id IS NULL THEN 0 ELSE 2 END WHERE id = v_task;
  RETURN true;
END $$;
--> statement-breakpoint
-- Deletes tasks, all or none: a live run is cancelled first. Returns their keys; none when one is missing.
CREATE FUNCTION netsweep_delete(p_tasks bigint[], p_owner text) RETURNS TABLE (key text) LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT count(*) FROM network_query_task t
       WHERE t.id = ANY (p_tasks) AND t.deleted_at IS NULL AND (p_owner IS NULL OR t.owner = p_owner)) <> cardinality(p_tasks) THEN
    RETURN;
  END IF;
  PERFORM netsweep_cancel(r.id, 'the task was deleted')
     FROM (SELECT id FROM netsweep_run WHERE task_id = ANY (p_tasks) AND netsweep_is_live(state) ORDER BY id) r;
  RETURN QUERY
  UPDATE network_query_task t SET deleted_at = netsweep_now(), auto_enable = false, due_times = NULL
   WHERE t.id = ANY (p_tasks) AND t.deleted_at IS NULL RETURNING t.key;
END $$;
--> statement-breakpoint
-- Housekeeping: leases that ran out are given back, runs of deleted tasks are cancelled,
-- and a run whose counts are complete is ended, should that ever have been missed.
CREATE FUNCTION netsweep_reap() RETURNS TABLE (run_id bigint, chunks integer) LANGUAGE plpgsql AS $$
DECLARE
  v_run record;
  v_late integer[];
BEGIN
  FOR v_run IN SELECT r.id, t.deleted_at FROM netsweep_run r JOIN network_query_task t ON t.id = r.task_id
                WHERE netsweep_is_live(r.state) ORDER BY r.id LOOP
    IF v_run.deleted_at IS NOT NULL THEN
      PERFORM netsweep_cancel(v_run.id, 'the task was deleted');
      CONTINUE;
    END IF;
    PERFORM 1 FROM netsweep_run r WHERE r.id = v_run.id AND netsweep_is_live(r.state) FOR NO KEY UPDATE SKIP LOCKED;
    CONTINUE WHEN NOT FOUND;
    v_late := ARRAY(SELECT c.chunk_no FROM netsweep_chunk c
                     WHERE c.run_id = v_run.id AND c.state = 'leased' AND c.lease_until < netsweep_now() LIMIT 500);
    IF cardinality(v_late) > 0 THEN
      PERFORM netsweep_put_back(v_run.id, v_late, 'its scanner was lost: the lease ran out');
      run_id := v_run.id;
      chunks := cardinality(v_late);
      RETURN NEXT;
    END IF;
    PERFORM netsweep_settle(v_run.id);
  END LOOP;
END $$;
