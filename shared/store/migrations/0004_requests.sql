CREATE TABLE "netsweep_leftover" (
	"key" text PRIMARY KEY NOT NULL
);
--> statement-breakpoint
CREATE TABLE "netsweep_request" (
	"name" text PRIMARY KEY NOT NULL,
	"fingerprint" text NOT NULL,
	"begun_at" timestamp with time zone NOT NULL,
	"status" integer,
	"reply" json
);
--> statement-breakpoint
ALTER TABLE "netsweep_run" ADD COLUMN "request" text;--> statement-breakpoint
ALTER TABLE "network_query_task" ADD COLUMN "request" text;--> statement-breakpoint
CREATE INDEX "run_of_request" ON "netsweep_run" USING btree ("request") WHERE request is not null;--> statement-breakpoint
CREATE INDEX "task_of_request" ON "network_query_task" USING btree ("request") WHERE request is not null;
--> statement-breakpoint
-- Redis may still have the schedule and the list of a task that is gone or goes by another name: whatever changes the
-- task notes it here in the same transaction, and whoever tells Redis takes it away.
CREATE FUNCTION netsweep_note_leftover() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO netsweep_leftover (key) VALUES (OLD.key) ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER netsweep_leftover AFTER UPDATE ON network_query_task FOR EACH ROW
  WHEN (OLD.deleted_at IS NULL AND (NEW.deleted_at IS NOT NULL OR NEW.key <> OLD.key))
  EXECUTE FUNCTION netsweep_note_leftover();
--> statement-breakpoint
DROP FUNCTION netsweep_start(bigint, text, integer, bigint, bigint);
--> statement-breakpoint
-- As netsweep_plan, for a click: a task that cannot start undoes the whole transaction (SQLSTATE NS409 live, NS404 gone).
CREATE FUNCTION netsweep_start(
  p_task bigint, p_key text, p_prefix integer, p_addresses bigint, p_probes bigint, p_request text
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
--> statement-breakpoint
-- Pauses a run: no chunk of it is begun any more; those that are being probed end as they would. False: it is over.
CREATE FUNCTION netsweep_pause(p_run bigint) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  v_task bigint;
BEGIN
  UPDATE netsweep_run SET state = 'paused' WHERE id = p_run AND netsweep_is_live(state) RETURNING task_id INTO v_task;
  UPDATE network_query_task SET query_status = 4 WHERE id = v_task;
  RETURN v_task IS NOT NULL;
END $$;
--> statement-breakpoint
-- Lets a paused run go on, with all of its chunks to be put on the list again. Its list; null: it was not paused.
CREATE FUNCTION netsweep_resume(p_run bigint) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  v_run netsweep_run;
BEGIN
  UPDATE netsweep_run SET state = CASE WHEN started_at IS NULL THEN 'planned' ELSE 'probing' END
   WHERE id = p_run AND state = 'paused' RETURNING * INTO v_run;
  IF NOT FOUND THEN RETURN NULL; END IF;
  UPDATE netsweep_chunk SET queued_at = NULL WHERE run_id = p_run AND state = 'pending';
  UPDATE network_query_task SET query_status = CASE v_run.state WHEN 'planned' THEN 1 ELSE 4 END WHERE id = v_run.task_id;
  RETURN v_run.key;
END $$;
--> statement-breakpoint
-- Begins a named request. verdict: begun (it is the caller's to do); answered (with status and reply); busy (somebody is
-- at it); other (the name stands for another request). After a day a name may be used anew; a request that is not
-- answered after p_patience_ms has lost whoever was at it.
CREATE FUNCTION netsweep_begin_request(p_name text, p_fingerprint text, p_patience_ms integer)
RETURNS TABLE (verdict text, status integer, reply json) LANGUAGE plpgsql AS $$
DECLARE
  v_now timestamptz := netsweep_now();
BEGIN
  DELETE FROM netsweep_request q WHERE q.name = p_name AND q.begun_at < v_now - interval '1 day';
  INSERT INTO netsweep_request AS q (name, fingerprint, begun_at) VALUES (p_name, p_fingerprint, v_now)
  ON CONFLICT (name) DO UPDATE SET begun_at = v_now
   WHERE q.fingerprint = p_fingerprint AND q.status IS NULL
     AND q.begun_at < v_now - p_patience_ms * interval '1 millisecond';
  IF FOUND THEN
    RETURN QUERY SELECT 'begun', NULL::integer, NULL::json;
  ELSE
    RETURN QUERY SELECT CASE WHEN q.fingerprint <> p_fingerprint THEN 'other'
                             WHEN q.status IS NULL THEN 'busy' ELSE 'answered' END, q.status, q.reply
      FROM netsweep_request q WHERE q.name = p_name;
  END IF;
END $$;
