CREATE TABLE "netsweep_audit" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "netsweep_audit_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp with time zone NOT NULL,
	"principal" text NOT NULL,
	"action" text NOT NULL,
	"object" text NOT NULL,
	"detail" jsonb NOT NULL,
	"request_id" text,
	"ip" text
);
--> statement-breakpoint
CREATE TABLE "netsweep_exclusion" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "netsweep_exclusion_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"cidr" "cidr" NOT NULL,
	"reason" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "netsweep_ledger" (
	"owner" text NOT NULL,
	"day" date NOT NULL,
	"probes" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "netsweep_ledger_owner_day_pk" PRIMARY KEY("owner","day")
);
--> statement-breakpoint
ALTER TABLE "netsweep_scope" DROP CONSTRAINT "netsweep_scope_cidr_unique";--> statement-breakpoint
ALTER TABLE "netsweep_run" ADD COLUMN "owner" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "netsweep_scope" ADD COLUMN "deleted_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "netsweep_scope" ADD COLUMN "max_addresses" bigint;--> statement-breakpoint
ALTER TABLE "netsweep_scope" ADD COLUMN "max_probes" bigint;--> statement-breakpoint
ALTER TABLE "netsweep_scope" ADD COLUMN "rate" integer;--> statement-breakpoint
ALTER TABLE "netsweep_scope" ADD COLUMN "is_deployed" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "netsweep_token" ADD COLUMN "last_used_at" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "run_given_back" ON "netsweep_run" USING btree ("owner","created_at") WHERE state = 'cancelled' and started_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "scope_deployed" ON "netsweep_scope" USING btree ("cidr") WHERE is_deployed and deleted_at is null;--> statement-breakpoint
UPDATE netsweep_run r SET owner = t.owner FROM network_query_task t WHERE t.id = r.task_id;
--> statement-breakpoint
UPDATE netsweep_scope SET is_deployed = true WHERE owner = 'deployment';
--> statement-breakpoint
-- The audit. Triggers write it, so that no way to change what it records goes round it, and in the same transaction. Who
-- asks is told by `set_config('netsweep.principal', …, true)` before the statement; else it is the database role.
CREATE FUNCTION netsweep_record() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  v_row jsonb := to_jsonb(CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END);
  v_principal text := 'role ' || session_user;
BEGIN
  -- Functions that speak for nobody may not say that they do.
  IF session_user NOT IN ('netsweep_scheduler', 'netsweep_fanout', 'netsweep_scanner') THEN
    v_principal := coalesce(nullif(current_setting('netsweep.principal', true), ''), v_principal);
  END IF;
  INSERT INTO netsweep_audit (at, principal, action, object, detail, request_id, ip)
  VALUES (netsweep_now(), v_principal,
          TG_ARGV[0], split_part(TG_ARGV[0], '.', 1) || ':' || (v_row ->> 'id'),
          (SELECT coalesce(jsonb_object_agg(key, value), '{}') FROM jsonb_each(v_row)
            WHERE key IN ('network', 'tcp_query_ports', 'udp_query_ports', 'owner', 'label', 'task_id', 'trigger', 'error',
                          'cidr', 'name', 'reason', 'role', 'scopes', 'expires_at') AND value <> 'null'),
          nullif(current_setting('netsweep.request_id', true), ''), nullif(current_setting('netsweep.ip', true), ''));
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER audit_create AFTER INSERT ON network_query_task FOR EACH ROW EXECUTE FUNCTION netsweep_record('task.create');
--> statement-breakpoint
CREATE TRIGGER audit_change AFTER UPDATE ON network_query_task FOR EACH ROW
  WHEN (OLD.revision <> NEW.revision) EXECUTE FUNCTION netsweep_record('task.change');
--> statement-breakpoint
CREATE TRIGGER audit_delete AFTER UPDATE ON network_query_task FOR EACH ROW
  WHEN (OLD.deleted_at IS NULL AND NEW.deleted_at IS NOT NULL) EXECUTE FUNCTION netsweep_record('task.delete');
--> statement-breakpoint
CREATE TRIGGER audit_start AFTER INSERT ON netsweep_run FOR EACH ROW
  WHEN (NEW.state = 'planned') EXECUTE FUNCTION netsweep_record('run.start');
--> statement-breakpoint
CREATE TRIGGER audit_pause AFTER UPDATE ON netsweep_run FOR EACH ROW
  WHEN (OLD.state <> 'paused' AND NEW.state = 'paused') EXECUTE FUNCTION netsweep_record('run.pause');
--> statement-breakpoint
CREATE TRIGGER audit_resume AFTER UPDATE ON netsweep_run FOR EACH ROW
  WHEN (OLD.state = 'paused' AND NEW.state IN ('planned', 'probing')) EXECUTE FUNCTION netsweep_record('run.resume');
--> statement-breakpoint
CREATE TRIGGER audit_cancel AFTER UPDATE ON netsweep_run FOR EACH ROW
  WHEN (OLD.state <> 'cancelled' AND NEW.state = 'cancelled') EXECUTE FUNCTION netsweep_record('run.cancel');
--> statement-breakpoint
CREATE TRIGGER audit_create AFTER INSERT ON netsweep_scope FOR EACH ROW EXECUTE FUNCTION netsweep_record('scope.create');
--> statement-breakpoint
CREATE TRIGGER audit_delete AFTER UPDATE ON netsweep_scope FOR EACH ROW
  WHEN (OLD.deleted_at IS NULL AND NEW.deleted_at IS NOT NULL) EXECUTE FUNCTION netsweep_record('scope.delete');
--> statement-breakpoint
CREATE TRIGGER audit_create AFTER INSERT ON netsweep_exclusion FOR EACH ROW EXECUTE FUNCTION netsweep_record('exclusion.create');
--> statement-breakpoint
CREATE TRIGGER audit_delete AFTER DELETE ON netsweep_exclusion FOR EACH ROW EXECUTE FUNCTION netsweep_record('exclusion.delete');
--> statement-breakpoint
CREATE TRIGGER audit_create AFTER INSERT ON netsweep_token FOR EACH ROW EXECUTE FUNCTION netsweep_record('token.create');
--> statement-breakpoint
CREATE TRIGGER audit_revoke AFTER UPDATE ON netsweep_token FOR EACH ROW
  WHEN (OLD.revoked_at IS NULL AND NEW.revoked_at IS NOT NULL) EXECUTE FUNCTION netsweep_record('token.revoke');
--> statement-breakpoint
CREATE FUNCTION netsweep_keep_audit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit is never changed' USING ERRCODE = '42501';
END $$;
--> statement-breakpoint
CREATE TRIGGER audit_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON netsweep_audit
  FOR EACH STATEMENT EXECUTE FUNCTION netsweep_keep_audit();
--> statement-breakpoint
DROP FUNCTION netsweep_start(bigint, text, integer, bigint, bigint, text);
--> statement-breakpoint
DROP FUNCTION netsweep_plan(bigint, text, text, timestamptz, integer, integer, cidr[], bigint, bigint);
--> statement-breakpoint
-- Plans a run with its chunks. Slices are arithmetic (network cut at p_prefix), or given (an old list of addresses).
-- p_rate caps the run's probes per second, p_daily what its owner may plan a day, p_live the owner's live runs.
-- verdict: planned; exists (this due time has its run already); overlap (another run is live); gone (no such task);
-- budget (the owner's probes of the day are spent); busy (the owner has p_live live runs).
-- The ledger's row is locked first and for long enough: planners of one owner take turns, so that none counts too little.
CREATE FUNCTION netsweep_plan(
  p_task bigint, p_key text, p_trigger text, p_scheduled_for timestamptz, p_missed integer,
  p_prefix integer, p_slices cidr[], p_addresses bigint, p_probes bigint,
  p_rate integer DEFAULT NULL, p_daily bigint DEFAULT NULL, p_live integer DEFAULT NULL
) RETURNS TABLE (run_id bigint, verdict text) LANGUAGE plpgsql AS $$
DECLARE
  v_owner text;
  v_today date := (netsweep_now() AT TIME ZONE 'UTC')::date;
  v_spent bigint;
  v_refusal text;
  v_run netsweep_run;
BEGIN
  SELECT t.owner INTO v_owner FROM network_query_task t WHERE t.id = p_task AND t.deleted_at IS NULL;
  IF FOUND THEN
    INSERT INTO netsweep_ledger AS l (owner, day) VALUES (v_owner, v_today)
    ON CONFLICT (owner, day) DO UPDATE SET probes = l.probes RETURNING l.probes INTO v_spent;
    -- What was cancelled before its first probe is not spent.
    SELECT v_spent - coalesce(sum(r.probes), 0) INTO v_spent FROM netsweep_run r
     WHERE r.owner = v_owner AND r.state = 'cancelled' AND r.started_at IS NULL
       AND r.created_at >= v_today::timestamp AT TIME ZONE 'UTC'
       AND r.created_at < (v_today + 1)::timestamp AT TIME ZONE 'UTC';
    IF v_spent + p_probes > p_daily THEN
      v_refusal := 'budget';
    ELSIF (SELECT count(*) FROM netsweep_run r WHERE r.owner = v_owner AND netsweep_is_live(r.state)) >= p_live THEN
      v_refusal := 'busy';
    END IF;
  END IF;

  IF v_refusal IS NULL THEN
    INSERT INTO netsweep_run (task_id, key, owner, trigger, scheduled_for, missed, network, tcp_ports, udp_ports, options,
                              addresses, probes, chunk_total, created_at)
    SELECT t.id, p_key, t.owner, p_trigger, p_scheduled_for, p_missed, t.network, t.tcp_query_ports, t.udp_query_ports,
           t.options || jsonb_build_object('rate', least((t.options ->> 'rate')::integer, p_rate)),
           p_addresses, p_probes,
           CASE WHEN p_slices IS NULL THEN 1 << (p_prefix - masklen(t.network)) ELSE cardinality(p_slices) END,
           netsweep_now()
      FROM network_query_task t WHERE t.id = p_task AND t.deleted_at IS NULL
    ON CONFLICT DO NOTHING RETURNING * INTO v_run;
  END IF;

  IF v_run.id IS NULL THEN
    RETURN QUERY SELECT r.id, 'exists' FROM netsweep_run r
                  WHERE r.task_id = p_task AND r.scheduled_for = p_scheduled_for;
    IF FOUND THEN RETURN; END IF;
    RETURN QUERY SELECT r.id, 'overlap' FROM netsweep_run r WHERE r.task_id = p_task AND netsweep_is_live(r.state);
    IF NOT FOUND THEN RETURN QUERY SELECT NULL::bigint, coalesce(v_refusal, 'gone'); END IF;
    RETURN;
  END IF;

  UPDATE netsweep_ledger l SET probes = l.probes + p_probes WHERE l.owner = v_owner AND l.day = v_today;
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
-- As netsweep_plan, for a click: a task that cannot start undoes the whole transaction (SQLSTATE NS409 live, NS404 gone,
-- NS429 with `budget` or `busy`). Functions older than this schema call it without the last four.
CREATE FUNCTION netsweep_start(
  p_task bigint, p_key text, p_prefix integer, p_addresses bigint, p_probes bigint, p_request text DEFAULT NULL,
  p_rate integer DEFAULT NULL, p_daily bigint DEFAULT NULL, p_live integer DEFAULT NULL
) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  v_plan record;
BEGIN
  SELECT * INTO v_plan FROM netsweep_plan(p_task, p_key, 'click', clock_timestamp() - now() + netsweep_now(), 0,
                                          p_prefix, NULL, p_addresses, p_probes, p_rate, p_daily, p_live);
  IF v_plan.verdict IN ('overlap', 'exists') THEN
    RAISE EXCEPTION 'task % has a live run', p_task USING ERRCODE = 'NS409', DETAIL = p_task::text;
  ELSIF v_plan.verdict = 'gone' THEN
    RAISE EXCEPTION 'task % is gone', p_task USING ERRCODE = 'NS404', DETAIL = p_task::text;
  ELSIF v_plan.verdict IN ('budget', 'busy') THEN
    RAISE EXCEPTION 'task % is over a limit', p_task USING ERRCODE = 'NS429', DETAIL = v_plan.verdict;
  END IF;
  UPDATE netsweep_run SET request = p_request WHERE id = v_plan.run_id AND p_request IS NOT NULL;
  RETURN v_plan.run_id;
END $$;
--> statement-breakpoint
-- A due time that makes no run is recorded as a cancelled one, with its reason.
CREATE OR REPLACE FUNCTION netsweep_skip(
  p_task bigint, p_key text, p_scheduled_for timestamptz, p_missed integer, p_reason text
) RETURNS void LANGUAGE sql AS $$
  INSERT INTO netsweep_run (task_id, key, owner, trigger, state, scheduled_for, missed, network, tcp_ports, udp_ports,
                            options, addresses, probes, chunk_total, error, created_at, finished_at)
  SELECT t.id, p_key, t.owner, 'clock', 'cancelled', p_scheduled_for, p_missed, t.network, t.tcp_query_ports,
         t.udp_query_ports, t.options, 0, 0, 0, p_reason, netsweep_now(), netsweep_now()
    FROM network_query_task t WHERE t.id = p_task AND t.deleted_at IS NULL
  ON CONFLICT DO NOTHING
$$;
--> statement-breakpoint
CREATE FUNCTION netsweep_is_valid(s netsweep_scope) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT s.deleted_at IS NULL AND (s.expires_at IS NULL OR s.expires_at > netsweep_now())
$$;
--> statement-breakpoint
-- Which scope held a network last, and how it ended; null where none ever did.
CREATE FUNCTION netsweep_scope_end(p_network cidr) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT format('%s: not inside the scopes any more: %s (%s) %s at %s', p_network, s.name, s.cidr,
                CASE WHEN s.deleted_at IS NULL OR s.expires_at <= s.deleted_at THEN 'expired' ELSE 'was deleted' END,
                to_char(least(s.deleted_at, s.expires_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))
    FROM netsweep_scope s
   WHERE s.cidr >>= p_network AND NOT netsweep_is_valid(s)
   ORDER BY least(s.deleted_at, s.expires_at) DESC LIMIT 1
$$;
--> statement-breakpoint
DROP FUNCTION netsweep_take(bigint, integer, text, integer);
--> statement-breakpoint
-- Takes a chunk: no row when it is done, held by another, or its run is not to be probed. The same owner may ask again.
-- Whether the run is to be probed is looked at last: it may have been paused while this waited for its row. The lock
-- keeps an exclusion from being added between the reading of the exclusions and the lease.
CREATE FUNCTION netsweep_take(p_run bigint, p_chunk integer, p_owner text, p_lease_ms integer)
RETURNS TABLE (attempt integer, slice cidr, tcp_ports text, udp_ports text, options jsonb, scopes cidr[],
               exclusions cidr[], last_error text)
LANGUAGE plpgsql AS $$
DECLARE
  v_run netsweep_run;
BEGIN
  PERFORM pg_advisory_xact_lock_shared(7739342);
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
            ARRAY(SELECT s.cidr FROM netsweep_scope s WHERE netsweep_is_valid(s)),
            ARRAY(SELECT e.cidr FROM netsweep_exclusion e WHERE e.cidr && c.slice),
            c.error;
END $$;
--> statement-breakpoint
-- The holder of a chunk found that it may not be probed (any more): its run is cancelled. False: it holds it no longer.
CREATE FUNCTION netsweep_refuse(p_run bigint, p_chunk integer, p_attempt integer, p_code text, p_reason text)
RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  v_reason text := p_reason;
BEGIN
  PERFORM 1 FROM netsweep_chunk c WHERE c.run_id = p_run AND c.chunk_no = p_chunk AND c.attempt = p_attempt
     AND c.state = 'leased';
  IF NOT FOUND THEN RETURN false; END IF;
  IF p_code = 'scope-denied' THEN
    SELECT coalesce(netsweep_scope_end(r.network), p_reason) INTO v_reason FROM netsweep_run r WHERE r.id = p_run;
  END IF;
  RETURN netsweep_cancel(p_run, v_reason);
END $$;
--> statement-breakpoint
-- Adds an exclusion. Chunks that are being probed and hold addresses of it are given back: whoever takes them next knows it.
CREATE FUNCTION netsweep_exclude(p_cidr cidr, p_reason text) RETURNS SETOF netsweep_exclusion LANGUAGE plpgsql AS $$
DECLARE
  v_run bigint;
BEGIN
  PERFORM pg_advisory_xact_lock(7739342);
  RETURN QUERY INSERT INTO netsweep_exclusion (cidr, reason, created_at) VALUES (p_cidr, p_reason, netsweep_now()) RETURNING *;
  FOR v_run IN SELECT DISTINCT c.run_id FROM netsweep_chunk c JOIN netsweep_run r ON r.id = c.run_id
                WHERE c.state = 'leased' AND c.slice && p_cidr AND netsweep_is_live(r.state) ORDER BY c.run_id LOOP
    PERFORM 1 FROM netsweep_run r WHERE r.id = v_run AND netsweep_is_live(r.state) FOR NO KEY UPDATE;
    CONTINUE WHEN NOT FOUND;
    PERFORM netsweep_put_back(v_run, ARRAY(
      SELECT c.chunk_no FROM netsweep_chunk c WHERE c.run_id = v_run AND c.state = 'leased' AND c.slice && p_cidr),
      'an exclusion was added while it was probed');
  END LOOP;
END $$;
--> statement-breakpoint
-- True where the run has asked this address and its answer counts: nobody asks what is excluded.
CREATE OR REPLACE FUNCTION netsweep_asked(p_run bigint, p_ip inet) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM netsweep_chunk c WHERE c.run_id = p_run AND c.slice >>= p_ip AND c.state = 'done')
     AND NOT EXISTS (SELECT 1 FROM netsweep_exclusion x WHERE x.cidr >>= p_ip)
     AND NOT EXISTS (SELECT 1 FROM netsweep_run r, jsonb_array_elements_text(r.options -> 'exclude') x
                      WHERE r.id = p_run AND x::inet >>= p_ip)
$$;
