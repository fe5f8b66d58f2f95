-- Housekeeping: leases that ran out are given back, runs of deleted tasks are cancelled,
-- and a run whose counts are complete is ended, should that ever have been missed.
-- Only a run with something to do is locked, and waited for: one that many scanners commit to would else be passed over
-- tick after tick. Runs are locked in the order of their ids, so that two reapers cannot wait for each other.
CREATE OR REPLACE FUNCTION netsweep_reap() RETURNS TABLE (run_id bigint, chunks integer) LANGUAGE plpgsql AS $$
DECLARE
  v_run record;
  v_late integer[];
BEGIN
  FOR v_run IN
    SELECT r.id, t.deleted_at FROM netsweep_run r JOIN network_query_task t ON t.id = r.task_id
     WHERE netsweep_is_live(r.state)
       AND (t.deleted_at IS NOT NULL OR r.chunk_done + r.chunk_failed = r.chunk_total
            OR EXISTS (SELECT FROM netsweep_chunk c
                        WHERE c.run_id = r.id AND c.state = 'leased' AND c.lease_until < netsweep_now()))
     ORDER BY r.id
  LOOP
    IF v_run.deleted_at IS NOT NULL THEN
      PERFORM netsweep_cancel(v_run.id, 'the task was deleted');
      CONTINUE;
    END IF;
    PERFORM 1 FROM netsweep_run r WHERE r.id = v_run.id AND netsweep_is_live(r.state) FOR NO KEY UPDATE;
    CONTINUE WHEN NOT FOUND;
    -- Locked, so that nobody takes one of them anew before it is given back.
    v_late := ARRAY(SELECT c.chunk_no FROM netsweep_chunk c
                     WHERE c.run_id = v_run.id AND c.state = 'leased' AND c.lease_until < netsweep_now() FOR UPDATE);
    IF cardinality(v_late) > 0 THEN
      PERFORM netsweep_put_back(v_run.id, v_late, 'its scanner was lost: the lease ran out');
      run_id := v_run.id;
      chunks := cardinality(v_late);
      RETURN NEXT;
    END IF;
    PERFORM netsweep_settle(v_run.id);
  END LOOP;
END $$;
--> statement-breakpoint
-- An attempt that did not end in a commit. An owner that never took its chunk spends an attempt all the same. May be
-- repeated, also once the chunk is on its list again: who gave it back last is known until somebody takes it.
CREATE OR REPLACE FUNCTION netsweep_release(p_run bigint, p_chunk integer, p_owner text, p_error text)
RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM netsweep_run WHERE id = p_run AND netsweep_is_live(state) FOR NO KEY UPDATE;
  IF NOT FOUND THEN RETURN false; END IF;
  PERFORM 1 FROM netsweep_chunk WHERE run_id = p_run AND chunk_no = p_chunk
     AND ((state = 'leased' AND owner = p_owner)
       OR (state = 'pending' AND queued_at IS NOT NULL AND owner IS DISTINCT FROM p_owner)) FOR UPDATE;
  IF NOT FOUND THEN RETURN false; END IF;
  PERFORM netsweep_put_back(p_run, ARRAY[p_chunk], p_error);
  UPDATE netsweep_chunk SET owner = p_owner WHERE run_id = p_run AND chunk_no = p_chunk AND state = 'pending';
  RETURN true;
END $$;
