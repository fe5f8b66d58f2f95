CREATE TABLE "netsweep_delivery" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "netsweep_delivery_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"webhook_id" bigint,
	"run_id" bigint,
	"first_change" bigint,
	"last_change" bigint,
	"changes" integer DEFAULT 0 NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"next_at" timestamp with time zone NOT NULL,
	"lease_until" timestamp with time zone,
	"reason" text,
	"done_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "netsweep_expectation" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "netsweep_expectation_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"task_id" bigint NOT NULL,
	"network" "cidr" NOT NULL,
	"protocol" text,
	"port" integer,
	"kind" text,
	"note" text NOT NULL,
	"made_by" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "netsweep_webhook_secret" (
	"webhook_id" bigint PRIMARY KEY NOT NULL,
	"secret" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "netsweep_webhook" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "netsweep_webhook_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"owner" text NOT NULL,
	"label" text NOT NULL,
	"url" text NOT NULL,
	"format" text NOT NULL,
	"severity" text NOT NULL,
	"hears_all" boolean NOT NULL,
	"scopes" "cidr"[] DEFAULT '{}' NOT NULL,
	"made_by" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"deleted_at" timestamp with time zone,
	"disabled_at" timestamp with time zone,
	"disabled_reason" text
);
--> statement-breakpoint
ALTER TABLE "netsweep_run" ADD COLUMN "digest_failures" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "netsweep_run" ADD COLUMN "changes_error" text;--> statement-breakpoint
ALTER TABLE "netsweep_run" ADD COLUMN "pause_reason" text;--> statement-breakpoint
ALTER TABLE "netsweep_scope" ADD COLUMN "hours" jsonb;--> statement-breakpoint
ALTER TABLE "netsweep_change" ADD COLUMN "acknowledged_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "netsweep_change" ADD COLUMN "acknowledged_by" text;--> statement-breakpoint
ALTER TABLE "netsweep_delivery" ADD CONSTRAINT "netsweep_delivery_webhook_id_netsweep_webhook_id_fk" FOREIGN KEY ("webhook_id") REFERENCES "public"."netsweep_webhook"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "netsweep_delivery" ADD CONSTRAINT "netsweep_delivery_run_id_netsweep_run_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."netsweep_run"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "netsweep_expectation" ADD CONSTRAINT "netsweep_expectation_task_id_network_query_task_id_fk" FOREIGN KEY ("task_id") REFERENCES "public"."network_query_task"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "netsweep_webhook_secret" ADD CONSTRAINT "netsweep_webhook_secret_webhook_id_netsweep_webhook_id_fk" FOREIGN KEY ("webhook_id") REFERENCES "public"."netsweep_webhook"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "delivery_once" ON "netsweep_delivery" USING btree ("webhook_id","run_id","first_change") WHERE run_id is not null;--> statement-breakpoint
CREATE INDEX "delivery_waiting" ON "netsweep_delivery" USING btree ("webhook_id","id") WHERE state = 'waiting';--> statement-breakpoint
CREATE INDEX "delivery_over" ON "netsweep_delivery" USING btree ("created_at") WHERE state <> 'waiting';--> statement-breakpoint
CREATE INDEX "expectation_of_task" ON "netsweep_expectation" USING btree ("task_id");
--> statement-breakpoint
-- As before, but for one more function that speaks for nobody, and for what this schema adds. A webhook's URL may be a
-- secret, so it is not told.
CREATE OR REPLACE FUNCTION netsweep_record() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  v_row jsonb := to_jsonb(CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END);
  v_principal text := 'role ' || session_user;
BEGIN
  -- Functions that speak for nobody may not say that they do.
  IF session_user NOT IN ('netsweep_scheduler', 'netsweep_fanout', 'netsweep_scanner', 'netsweep_notifier') THEN
    v_principal := coalesce(nullif(current_setting('netsweep.principal', true), ''), v_principal);
  END IF;
  INSERT INTO netsweep_audit (at, principal, action, object, detail, request_id, ip)
  VALUES (netsweep_now(), v_principal,
          TG_ARGV[0], split_part(TG_ARGV[0], '.', 1) || ':' || (v_row ->> 'id'),
          (SELECT coalesce(jsonb_object_agg(key, value), '{}') FROM jsonb_each(v_row)
            WHERE key IN ('network', 'tcp_query_ports', 'udp_query_ports', 'owner', 'label', 'task_id', 'trigger', 'error',
                          'cidr', 'name', 'reason', 'role', 'scopes', 'expires_at', 'pause_reason', 'format', 'severity',
                          'disabled_reason', 'kind', 'protocol', 'port', 'note') AND value <> 'null'),
          nullif(current_setting('netsweep.request_id', true), ''), nullif(current_setting('netsweep.ip', true), ''));
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER audit_create AFTER INSERT ON netsweep_webhook FOR EACH ROW EXECUTE FUNCTION netsweep_record('webhook.create');
--> statement-breakpoint
CREATE TRIGGER audit_delete AFTER UPDATE ON netsweep_webhook FOR EACH ROW
  WHEN (OLD.deleted_at IS NULL AND NEW.deleted_at IS NOT NULL) EXECUTE FUNCTION netsweep_record('webhook.delete');
--> statement-breakpoint
CREATE TRIGGER audit_disable AFTER UPDATE ON netsweep_webhook FOR EACH ROW
  WHEN (OLD.disabled_at IS NULL AND NEW.disabled_at IS NOT NULL) EXECUTE FUNCTION netsweep_record('webhook.disable');
--> statement-breakpoint
CREATE TRIGGER audit_acknowledge AFTER UPDATE ON netsweep_change FOR EACH ROW
  WHEN (NEW.acknowledged_at IS DISTINCT FROM OLD.acknowledged_at) EXECUTE FUNCTION netsweep_record('change.acknowledge');
--> statement-breakpoint
CREATE TRIGGER audit_create AFTER INSERT ON netsweep_expectation FOR EACH ROW EXECUTE FUNCTION netsweep_record('expectation.create');
--> statement-breakpoint
CREATE TRIGGER audit_delete AFTER DELETE ON netsweep_expectation FOR EACH ROW EXECUTE FUNCTION netsweep_record('expectation.delete');
--> statement-breakpoint
-- The least severity first.
CREATE FUNCTION netsweep_severity_rank(p_severity text) RETURNS integer LANGUAGE sql IMMUTABLE AS $$
  SELECT array_position('{info,low,medium,high}', p_severity)
$$;
--> statement-breakpoint
-- True where a webhook is to be told of a change: it is urgent enough, nobody expected it, and its address is inside what
-- the webhook's maker might probe and the deployment still does.
CREATE FUNCTION netsweep_is_told(w netsweep_webhook, c netsweep_change) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT netsweep_severity_rank(c.severity) >= netsweep_severity_rank(w.severity) AND NOT c.expected
     AND (w.hears_all OR c.ip <<= ANY (w.scopes))
     AND EXISTS (SELECT FROM netsweep_scope s WHERE s.cidr >>= c.ip AND netsweep_is_valid(s))
$$;
--> statement-breakpoint
-- Puts what a run changed on its way, in the transaction that found it out: to each webhook that is to be told, and to the
-- event bus. JSON and events go in parts of 500 changes; a message for people is one.
CREATE FUNCTION netsweep_send(p_run bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO netsweep_delivery (webhook_id, run_id, first_change, last_change, changes, created_at, next_at)
  SELECT w.id, p_run, min(c.id), max(c.id), count(*), netsweep_now(), netsweep_now()
    FROM netsweep_run r JOIN network_query_task t ON t.id = r.task_id
    JOIN netsweep_webhook w ON (w.hears_all OR w.owner = t.owner) AND w.deleted_at IS NULL AND w.disabled_at IS NULL
   CROSS JOIN LATERAL (SELECT c.id, row_number() OVER (ORDER BY c.id) - 1 AS no FROM netsweep_change c
                        WHERE c.run_id = p_run AND netsweep_is_told(w, c)) c
   WHERE r.id = p_run
   GROUP BY w.id, CASE w.format WHEN 'json' THEN c.no / 500 ELSE 0 END ORDER BY w.id, 3;
  INSERT INTO netsweep_delivery (run_id, first_change, last_change, changes, created_at, next_at)
  SELECT p_run, min(c.id), max(c.id), count(*), netsweep_now(), netsweep_now()
    FROM (SELECT c.id, row_number() OVER (ORDER BY c.id) - 1 AS no FROM netsweep_change c WHERE c.run_id = p_run) c
   GROUP BY c.no / 500 ORDER BY 2;
END $$;
--> statement-breakpoint
-- What a webhook's deliveries wait for comes to nothing.
CREATE FUNCTION netsweep_park_deliveries(p_webhook bigint, p_reason text) RETURNS void LANGUAGE sql AS $$
  UPDATE netsweep_delivery SET state = 'parked', reason = p_reason, done_at = netsweep_now(), lease_until = NULL
   WHERE webhook_id = p_webhook AND state = 'waiting'
$$;
--> statement-breakpoint
CREATE FUNCTION netsweep_add_webhook(
  p_owner text, p_label text, p_url text, p_format text, p_severity text, p_hears_all boolean, p_scopes cidr[],
  p_made_by text, p_secret text
) RETURNS SETOF netsweep_webhook LANGUAGE plpgsql AS $$
DECLARE
  v_webhook netsweep_webhook;
BEGIN
  INSERT INTO netsweep_webhook (owner, label, url, format, severity, hears_all, scopes, made_by, created_at)
  VALUES (p_owner, p_label, p_url, p_format, p_severity, p_hears_all, p_scopes, p_made_by, netsweep_now()) RETURNING * INTO v_webhook;
  INSERT INTO netsweep_webhook_secret (webhook_id, secret) VALUES (v_webhook.id, p_secret);
  RETURN NEXT v_webhook;
END $$;
--> statement-breakpoint
-- Ends a webhook (p_owner null: whoever's it is). False where there is none.
CREATE FUNCTION netsweep_remove_webhook(p_webhook bigint, p_owner text) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  UPDATE netsweep_webhook SET deleted_at = netsweep_now()
   WHERE id = p_webhook AND deleted_at IS NULL AND (p_owner IS NULL OR owner = p_owner);
  IF NOT FOUND THEN RETURN false; END IF;
  DELETE FROM netsweep_webhook_secret WHERE webhook_id = p_webhook;
  PERFORM netsweep_park_deliveries(p_webhook, 'the webhook was deleted');
  RETURN true;
END $$;
--> statement-breakpoint
-- Puts a delivery without changes on its way, to try a webhook. No row where it is deleted or disabled.
CREATE FUNCTION netsweep_ping(p_webhook bigint) RETURNS SETOF netsweep_delivery LANGUAGE sql AS $$
  INSERT INTO netsweep_delivery (webhook_id, created_at, next_at)
  SELECT w.id, netsweep_now(), netsweep_now() FROM netsweep_webhook w
   WHERE w.id = p_webhook AND w.deleted_at IS NULL AND w.disabled_at IS NULL RETURNING *
$$;
--> statement-breakpoint
-- The next delivery of each webhook and of the bus, where its time has come: of one that fails, the others wait their turn.
CREATE FUNCTION netsweep_next_deliveries() RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
  SELECT h.id FROM (SELECT DISTINCT ON (d.webhook_id) d.id, d.next_at, d.lease_until FROM netsweep_delivery d
                     WHERE d.state = 'waiting' ORDER BY d.webhook_id, d.id) h
   WHERE h.next_at <= netsweep_now() AND (h.lease_until IS NULL OR h.lease_until <= netsweep_now()) ORDER BY h.next_at
$$;
--> statement-breakpoint
CREATE FUNCTION netsweep_telling_due() RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM netsweep_next_deliveries())
$$;
--> statement-breakpoint
-- Webhooks whose token was revoked or has expired tell nobody any more.
CREATE FUNCTION netsweep_end_orphaned_webhooks() RETURNS void LANGUAGE sql AS $$
  WITH ended AS (
    UPDATE netsweep_webhook w SET disabled_at = netsweep_now(), disabled_reason = 'the token that made it was revoked or has expired'
     WHERE w.deleted_at IS NULL AND w.disabled_at IS NULL AND w.made_by LIKE 'token:%'
       AND NOT EXISTS (SELECT FROM netsweep_token k WHERE 'token:' || k.id = w.made_by AND k.revoked_at IS NULL
                          AND (k.expires_at IS NULL OR k.expires_at > netsweep_now()))
    RETURNING w.id, w.disabled_reason)
  SELECT netsweep_park_deliveries(id, disabled_reason) FROM ended
$$;
--> statement-breakpoint
-- Takes deliveries to be sent, one a webhook. Nobody else gets them until the lease is over.
CREATE FUNCTION netsweep_claim_deliveries(p_limit integer, p_lease_ms integer)
RETURNS TABLE (id bigint, attempt integer, now timestamptz, created_at timestamptz, run_id bigint, task_id bigint, network cidr, label text,
               webhook_id bigint, url text, format text, secret text) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM netsweep_end_orphaned_webhooks();
  RETURN QUERY
  WITH mine AS (
    UPDATE netsweep_delivery d
       SET attempts = d.attempts + 1, lease_until = netsweep_now() + p_lease_ms * interval '1 millisecond'
     WHERE d.id IN (SELECT e.id FROM netsweep_delivery e
                     WHERE e.id IN (SELECT netsweep_next_deliveries()) AND e.state = 'waiting'
                       AND (e.lease_until IS NULL OR e.lease_until <= netsweep_now())
                     ORDER BY e.next_at LIMIT p_limit FOR UPDATE SKIP LOCKED)
    RETURNING d.*)
  SELECT m.id, m.attempts, netsweep_now(), m.created_at, m.run_id, t.id, t.network, t.label, m.webhook_id, w.url, w.format, s.secret
    FROM mine m LEFT JOIN netsweep_run r ON r.id = m.run_id LEFT JOIN network_query_task t ON t.id = r.task_id
    LEFT JOIN netsweep_webhook w ON w.id = m.webhook_id LEFT JOIN netsweep_webhook_secret s ON s.webhook_id = m.webhook_id
   ORDER BY m.id;
END $$;
--> statement-breakpoint
-- The changes of a delivery as far as they may be told now, in their order or (p_urgent) the most urgent first, and how
-- many there are. Nothing is told of a task that was deleted.
CREATE FUNCTION netsweep_told_changes(p_delivery bigint, p_urgent boolean, p_limit integer)
RETURNS TABLE (change netsweep_change, total bigint) LANGUAGE sql STABLE AS $$
  SELECT c, count(*) OVER ()
    FROM netsweep_delivery d JOIN netsweep_change c ON c.run_id = d.run_id AND c.id BETWEEN d.first_change AND d.last_change
    JOIN network_query_task t ON t.id = c.task_id AND t.deleted_at IS NULL
    LEFT JOIN netsweep_webhook w ON w.id = d.webhook_id
   WHERE d.id = p_delivery AND (d.webhook_id IS NULL OR netsweep_is_told(w, c))
   ORDER BY CASE WHEN p_urgent THEN -netsweep_severity_rank(c.severity) END, c.id LIMIT p_limit
$$;
--> statement-breakpoint
-- False: another attempt has it by now.
CREATE FUNCTION netsweep_delivered(p_delivery bigint, p_attempt integer) RETURNS boolean LANGUAGE sql AS $$
  WITH done AS (
    UPDATE netsweep_delivery SET state = 'done', done_at = netsweep_now(), lease_until = NULL, reason = NULL
     WHERE id = p_delivery AND attempts = p_attempt AND state = 'waiting' RETURNING 1)
  SELECT EXISTS (SELECT FROM done)
$$;
--> statement-breakpoint
-- An attempt failed: the next is after p_wait_ms, the last when p_patience_ms are over; after it the delivery is parked.
CREATE FUNCTION netsweep_undelivered(p_delivery bigint, p_attempt integer, p_reason text, p_wait_ms bigint, p_patience_ms bigint)
RETURNS boolean LANGUAGE sql AS $$
  WITH failed AS (
    UPDATE netsweep_delivery d
       SET lease_until = NULL, reason = p_reason,
           state = CASE WHEN v.over <= netsweep_now() THEN 'parked' ELSE 'waiting' END,
           done_at = CASE WHEN v.over <= netsweep_now() THEN netsweep_now() END,
           next_at = least(v.over, netsweep_now() + p_wait_ms * interval '1 millisecond')
      FROM (SELECT created_at + p_patience_ms * interval '1 millisecond' AS over FROM netsweep_delivery WHERE id = p_delivery) v
     WHERE d.id = p_delivery AND d.attempts = p_attempt AND d.state = 'waiting' RETURNING 1)
  SELECT EXISTS (SELECT FROM failed)
$$;
--> statement-breakpoint
-- The receiver said that it is gone for good.
CREATE FUNCTION netsweep_disable_webhook(p_delivery bigint, p_attempt integer, p_reason text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  v_webhook bigint;
BEGIN
  SELECT webhook_id INTO v_webhook FROM netsweep_delivery WHERE id = p_delivery AND attempts = p_attempt AND state = 'waiting';
  IF v_webhook IS NULL THEN RETURN false; END IF;
  UPDATE netsweep_webhook SET disabled_at = netsweep_now(), disabled_reason = p_reason WHERE id = v_webhook AND disabled_at IS NULL;
  PERFORM netsweep_park_deliveries(v_webhook, p_reason);
  RETURN true;
END $$;
--> statement-breakpoint
-- Forgets deliveries that are over for so long; how many went.
CREATE FUNCTION netsweep_forget_deliveries(p_limit integer, p_days integer) RETURNS integer LANGUAGE sql AS $$
  WITH old AS (
    DELETE FROM netsweep_delivery WHERE id IN (
      SELECT d.id FROM netsweep_delivery d WHERE d.state <> 'waiting' AND d.created_at < netsweep_now() - p_days * interval '1 day' LIMIT p_limit)
    RETURNING 1)
  SELECT count(*)::integer FROM old
$$;
--> statement-breakpoint
-- The expectation that a change of a task fits, the oldest where there are several.
CREATE FUNCTION netsweep_expected_by(p_task bigint, p_change netsweep_difference) RETURNS SETOF netsweep_expectation LANGUAGE sql STABLE AS $$
  SELECT e.* FROM netsweep_expectation e
   WHERE e.task_id = p_task AND e.network >>= p_change.ip AND (e.kind IS NULL OR e.kind = p_change.kind)
     AND (e.protocol IS NULL OR e.protocol = p_change.protocol) AND (e.port IS NULL OR e.port = p_change.port)
   ORDER BY e.id LIMIT 1
$$;
--> statement-breakpoint
-- Somebody knows of a change (p_owner null: whoever's task it is of). False where there is none. The first who says so stays.
CREATE FUNCTION netsweep_acknowledge(p_change bigint, p_owner text, p_scopes cidr[], p_by text, p_note text, p_expect boolean)
RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  v_change netsweep_change;
BEGIN
  SELECT c.* INTO v_change FROM netsweep_change c JOIN network_query_task t ON t.id = c.task_id
   WHERE c.id = p_change AND t.deleted_at IS NULL AND (p_owner IS NULL OR t.owner = p_owner) AND c.ip <<= ANY (p_scopes) FOR UPDATE OF c;
  IF NOT FOUND THEN RETURN false; END IF;
  UPDATE netsweep_change SET acknowledged_at = coalesce(acknowledged_at, netsweep_now()),
         acknowledged_by = coalesce(acknowledged_by, p_by), note = coalesce(p_note, note) WHERE id = p_change;
  IF p_expect THEN
    INSERT INTO netsweep_expectation (task_id, network, protocol, port, kind, note, made_by, created_at)
    SELECT v_change.task_id, v_change.ip::cidr, v_change.protocol, v_change.port, v_change.kind, coalesce(p_note, ''), p_by, netsweep_now()
     WHERE NOT EXISTS (SELECT FROM netsweep_expected_by(v_change.task_id,
       (v_change.kind, v_change.ip, v_change.protocol, v_change.port, NULL, NULL)::netsweep_difference));
  END IF;
  RETURN true;
END $$;
--> statement-breakpoint
-- Tries to find out what a run changed before it is given up, so that it holds up neither the tick nor later runs.
CREATE FUNCTION netsweep_max_digests() RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT 5 $$;
--> statement-breakpoint
CREATE FUNCTION netsweep_digest_failed(p_run bigint, p_reason text) RETURNS void LANGUAGE sql AS $$
  UPDATE netsweep_run SET digest_failures = digest_failures + 1, changes_error = p_reason WHERE id = p_run AND NOT changes_ready
$$;
--> statement-breakpoint
-- Differences from one run to another of the same task, or (p_believed) from what is believed, as of the run p_from, to
-- p_to. An address or a port differs only where both have asked it; where a middlebox answers, only the middlebox does.
CREATE OR REPLACE FUNCTION netsweep_compare(p_task bigint, p_from bigint, p_to bigint, p_believed boolean)
RETURNS SETOF netsweep_difference LANGUAGE sql STABLE AS $$
  WITH old AS MATERIALIZED (
    SELECT * FROM netsweep_generation(p_from) WHERE NOT p_believed
    UNION ALL SELECT * FROM netsweep_belief(p_task) WHERE p_believed),
  new AS MATERIALIZED (SELECT * FROM netsweep_generation(p_to)),
  mute AS MATERIALIZED (
    SELECT (answers_everything ->> 'network')::inet AS network FROM old WHERE answers_everything IS NOT NULL
    UNION SELECT (answers_everything ->> 'network')::inet FROM new WHERE answers_everything IS NOT NULL),
  asked AS MATERIALIZED (
    SELECT protocol, range_intersect_agg(ports) AS ports
      FROM netsweep_run r, LATERAL (VALUES ('tcp', netsweep_port_set(r.tcp_ports)), ('udp', netsweep_port_set(r.udp_ports))) p(protocol, ports)
     WHERE r.id IN (p_from, p_to) GROUP BY protocol),
  pair AS MATERIALIZED (
    SELECT ip, o.ports AS old_ports, n.ports AS new_ports, o.hostname AS old_name, n.hostname AS new_name,
           o.mac AS old_mac, n.mac AS new_mac, o.answers_everything AS old_all, n.answers_everything AS new_all,
           EXISTS (SELECT 1 FROM mute m WHERE m.network >>= ip) AS is_mute
      FROM old o FULL JOIN new n USING (ip)),
  heard AS MATERIALIZED (SELECT * FROM pair WHERE NOT is_mute),
  old_port AS MATERIALIZED (
    SELECT h.ip, p ->> 'protocol' AS protocol, (p ->> 'port')::integer AS port, p AS it
      FROM heard h, jsonb_array_elements(h.old_ports) p WHERE h.new_ports IS NOT NULL AND p ->> 'state' = 'open'),
  new_port AS MATERIALIZED (
    SELECT h.ip, p ->> 'protocol' AS protocol, (p ->> 'port')::integer AS port, p AS it
      FROM heard h, jsonb_array_elements(h.new_ports) p WHERE h.old_ports IS NOT NULL AND p ->> 'state' = 'open'),
  port_pair AS MATERIALIZED (
    SELECT ip, protocol, port, o.it AS old, n.it AS new
      FROM old_port o FULL JOIN new_port n USING (ip, protocol, port) JOIN asked a USING (protocol)
     -- Nearly all ports are as they were: what is told apart below is looked for in the others alone.
     WHERE a.ports @> port AND o.it - '{rttMs,attempts,reason,misses}'::text[] IS DISTINCT FROM n.it - '{rttMs,attempts,reason,misses}'::text[])
  SELECT 'host-appeared', ip, NULL, NULL::integer, NULL::jsonb, netsweep_host_summary(new_ports, new_name, new_mac)
    FROM heard WHERE old_ports IS NULL AND netsweep_asked(p_from, ip)
  UNION ALL
  SELECT 'host-vanished', ip, NULL, NULL, netsweep_host_summary(old_ports, old_name, old_mac), NULL
    FROM heard WHERE new_ports IS NULL AND netsweep_asked(p_to, ip)
  UNION ALL
  SELECT 'port-opened', ip, protocol, port, NULL, netsweep_port_summary(new) FROM port_pair WHERE old IS NULL
  UNION ALL
  SELECT 'port-closed', ip, protocol, port, netsweep_port_summary(old), NULL FROM port_pair WHERE new IS NULL
  UNION ALL
  SELECT 'service-changed', ip, protocol, port, netsweep_port_summary(old), netsweep_port_summary(new)
    FROM port_pair WHERE old ->> 'product' <> new ->> 'product'
  UNION ALL
  SELECT 'version-changed', ip, protocol, port, netsweep_port_summary(old), netsweep_port_summary(new)
    FROM port_pair WHERE old ->> 'product' = new ->> 'product' AND old ->> 'version' <> new ->> 'version'
  UNION ALL
  SELECT 'certificate-changed', ip, protocol, port, netsweep_proof(old), netsweep_proof(new)
    FROM port_pair WHERE netsweep_proof(old) <> netsweep_proof(new)
  UNION ALL
  SELECT 'hostname-changed', ip, NULL, NULL, to_jsonb(old_name), to_jsonb(new_name) FROM heard WHERE old_name <> new_name
  UNION ALL
  SELECT 'mac-changed', ip, NULL, NULL, to_jsonb(old_mac), to_jsonb(new_mac) FROM heard WHERE old_mac <> new_mac
  UNION ALL
  SELECT 'middlebox-appeared', ip, NULL, NULL, NULL, new_all FROM pair WHERE new_all IS NOT NULL AND old_all IS NULL
  UNION ALL
  SELECT 'middlebox-vanished', ip, NULL, NULL, old_all, netsweep_host_summary(new_ports, new_name, new_mac) FROM pair
   WHERE old_all IS NOT NULL AND new_all IS NULL AND netsweep_asked(p_to, ip)
$$;
--> statement-breakpoint
-- The addresses of a task after a run, seen and missed.
-- Rows that were just written have no statistics: the planner would take them for a handful, and loop over them.
CREATE OR REPLACE FUNCTION netsweep_believe(p_run bigint, p_needed integer) RETURNS void LANGUAGE plpgsql
SET enable_nestloop = off SET work_mem = '32MB' AS $$
DECLARE
  v_run netsweep_run;
  v_mute inet[];
  v_tcp int4multirange;
  v_udp int4multirange;
BEGIN
  SELECT * INTO v_run FROM netsweep_run WHERE id = p_run;
  v_tcp := netsweep_port_set(v_run.tcp_ports);
  v_udp := netsweep_port_set(v_run.udp_ports);
  v_mute := ARRAY(SELECT (answers_everything ->> 'network')::inet FROM netsweep_generation(p_run) WHERE answers_everything IS NOT NULL);
  -- Open ports that are believed in: those that were seen, with what was known of them before where nobody looked now; those
  -- that were not asked; and those that were missed less than p_needed times in a row. All addresses at once: one by one,
  -- thousands of them took seconds.
  WITH seen AS MATERIALIZED (
    SELECT * FROM netsweep_generation(p_run) g WHERE g.answers_everything IS NOT NULL OR NOT g.ip <<= ANY (v_mute)),
  known AS MATERIALIZED (
    SELECT a.ip, a.ports FROM netsweep_address a JOIN seen USING (ip)
     WHERE a.task_id = v_run.task_id AND a.state NOT IN ('offline', 'gone')),
  old AS MATERIALIZED (
    SELECT k.ip, p ->> 'protocol' AS protocol, (p ->> 'port')::integer AS port, p AS it FROM known k, jsonb_array_elements(k.ports) p),
  new AS MATERIALIZED (
    SELECT s.ip, p ->> 'protocol' AS protocol, (p ->> 'port')::integer AS port, p AS it
      FROM seen s, jsonb_array_elements(s.ports) p WHERE p ->> 'state' = 'open'),
  pair AS MATERIALIZED (
    SELECT ip, protocol, port, o.it AS old, n.it AS new, coalesce((o.it ->> 'misses')::integer, 0) AS misses
      FROM old o FULL JOIN new n USING (ip, protocol, port)),
  -- Nearly all addresses are as they were: their ports stay.
  changed AS MATERIALIZED (
    SELECT DISTINCT ip FROM pair
     WHERE misses > 0 OR old - '{rttMs,attempts,reason,misses}'::text[] IS DISTINCT FROM new - '{rttMs,attempts,reason,misses}'::text[]),
  merged AS (
    SELECT ip, protocol, port, new IS NOT NULL AS is_seen, CASE protocol WHEN 'tcp' THEN v_tcp ELSE v_udp END @> port AS is_asked,
           misses, coalesce(old || new, new, old) AS it
      FROM pair JOIN changed USING (ip)),
  believed AS (
    SELECT ip, jsonb_agg(it || jsonb_build_object('misses', CASE WHEN is_seen THEN 0 WHEN is_asked THEN misses + 1 ELSE misses END)
                         ORDER BY protocol, port) AS ports
      FROM merged WHERE is_seen OR NOT is_asked OR misses + 1 < p_needed GROUP BY ip)
  INSERT INTO netsweep_address AS a (task_id, ip, state, first_seen, last_seen, last_checked, ports, hostname, mac, answers_everything)
  SELECT v_run.task_id, s.ip, 'new', v_run.finished_at, v_run.finished_at, v_run.finished_at,
         coalesce(CASE WHEN c.ip IS NULL THEN k.ports ELSE b.ports END, '[]'), s.hostname, s.mac, s.answers_everything
    FROM seen s LEFT JOIN believed b USING (ip) LEFT JOIN changed c USING (ip) LEFT JOIN known k USING (ip)
  ON CONFLICT (task_id, ip) DO UPDATE
     SET state = 'online', misses = 0, last_seen = excluded.last_seen, last_checked = excluded.last_checked,
         checks = a.checks + 1, presence = (a.presence << 1 | 1) & 2147483647,
         ports = CASE WHEN excluded.answers_everything IS NULL THEN excluded.ports ELSE a.ports END,
         hostname = coalesce(excluded.hostname, a.hostname), mac = coalesce(excluded.mac, a.mac),
         answers_everything = excluded.answers_everything;
  WITH missed AS (
    UPDATE netsweep_address a
       SET misses = a.misses + 1, checks = a.checks + 1, presence = (a.presence << 1) & 2147483647, last_checked = v_run.finished_at,
           state = CASE WHEN a.misses + 1 < p_needed THEN 'missed'
                        WHEN a.last_seen < v_run.finished_at - interval '90 days' THEN 'gone' ELSE 'offline' END
     WHERE a.task_id = v_run.task_id AND a.last_checked < v_run.finished_at AND a.state <> 'gone'
       AND (a.answers_everything IS NOT NULL OR NOT a.ip <<= ANY (v_mute)) AND netsweep_asked(p_run, a.ip)
    RETURNING a.ip, a.state, a.last_seen)
  UPDATE netsweep_interval i SET until_at = m.last_seen FROM missed m
   WHERE m.state IN ('offline', 'gone') AND i.task_id = v_run.task_id AND i.ip = m.ip AND i.until_at IS NULL;
  INSERT INTO netsweep_interval (task_id, ip, from_at)
  SELECT a.task_id, a.ip, v_run.finished_at FROM netsweep_address a
   WHERE a.task_id = v_run.task_id AND a.last_seen = v_run.finished_at
  ON CONFLICT DO NOTHING;
END $$;
--> statement-breakpoint
DROP FUNCTION netsweep_merge_ports(jsonb, jsonb, int4multirange, int4multirange, integer);
--> statement-breakpoint
-- What a finished run changed: its changes are kept and put on their way, what is believed of its addresses moves on, once
-- and for all runs of the task in their order. The first run of a task makes no changes but those of certificates: there was nothing before it.
-- May be repeated. Returns the number of changes that were new.
CREATE OR REPLACE FUNCTION netsweep_digest(p_run bigint) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  v_run netsweep_run;
  v_before bigint;
  v_needed integer;
  v_changes netsweep_difference[];
  v_count integer;
BEGIN
  PERFORM netsweep_digest(older.id)
     FROM (SELECT o.id FROM netsweep_run o JOIN netsweep_run r ON r.id = p_run AND r.task_id = o.task_id
            WHERE o.id < p_run AND o.state = 'done' AND NOT o.changes_ready AND o.digest_failures < netsweep_max_digests()
            ORDER BY o.id) older;
  SELECT * INTO v_run FROM netsweep_run WHERE id = p_run AND state = 'done' AND NOT changes_ready FOR NO KEY UPDATE;
  IF NOT FOUND THEN RETURN 0; END IF;
  SELECT max(id) INTO v_before FROM netsweep_run WHERE task_id = v_run.task_id AND changes_ready;
  UPDATE netsweep_run SET changes_ready = true, changes_error = NULL WHERE id = p_run;
  -- One that ended after a newer one tells nothing new.
  IF v_before > p_run THEN RETURN 0; END IF;
  v_needed := coalesce((v_run.options ->> 'misses')::integer, 2);
  SELECT array_agg((k.kind, k.ip, k.protocol, k.port, k.before, k.after)::netsweep_difference) INTO v_changes
    FROM (SELECT netsweep_believed_kind(d, a, v_needed) AS kind, d.ip, d.protocol, d.port, d.before, d.after
            FROM netsweep_compare(v_run.task_id, v_before, p_run, true) d
            LEFT JOIN netsweep_address a ON a.task_id = v_run.task_id AND a.ip = d.ip
           WHERE v_before IS NOT NULL OFFSET 0) k
   WHERE k.kind IS NOT NULL;
  PERFORM netsweep_believe(p_run, v_needed);
  -- Changes get their numbers in the order in which they can be read: whoever reads on after one misses none.
  PERFORM pg_advisory_xact_lock(hashtext('netsweep_change'));
  INSERT INTO netsweep_change (task_id, run_id, at, kind, ip, protocol, port, before, after, severity, expected, note)
  SELECT v_run.task_id, p_run, v_run.finished_at, d.kind, d.ip, d.protocol, d.port, d.before, d.after,
         netsweep_severity((d.kind, d.ip, d.protocol, d.port, d.before, d.after)::netsweep_difference), e.id IS NOT NULL, e.note
    FROM (SELECT * FROM unnest(v_changes) UNION ALL SELECT * FROM netsweep_expiring(p_run)) d
    LEFT JOIN LATERAL netsweep_expected_by(v_run.task_id,
      (d.kind, d.ip, d.protocol, d.port, d.before, d.after)::netsweep_difference) e ON true
   ORDER BY d.ip, d.port NULLS FIRST, d.kind
  ON CONFLICT ON CONSTRAINT change_once DO NOTHING;
  GET DIAGNOSTICS v_count = ROW_COUNT;
  IF v_count > 0 THEN PERFORM netsweep_send(p_run); END IF;
  RETURN v_count;
END $$;
--> statement-breakpoint
-- True while something may be probed; see shared/domain/hours.ts. Where Postgres does not know the time zone, it may not.
CREATE FUNCTION netsweep_is_open(p_hours jsonb) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_local timestamp;
  v_days text[] := '{mon,tue,wed,thu,fri,sat,sun}';
  v_today text;
  v_yesterday text;
BEGIN
  IF coalesce(p_hours, 'null') = 'null' THEN RETURN true; END IF;
  v_local := netsweep_now() AT TIME ZONE (p_hours ->> 'timezone');
  v_today := v_days[extract(isodow FROM v_local)];
  v_yesterday := v_days[extract(isodow FROM v_local - interval '1 day')];
  RETURN EXISTS (
    SELECT FROM jsonb_to_recordset(p_hours -> 'windows') w(days jsonb, "from" time, "to" time)
     WHERE (v_local::time >= w."from" AND (w."from" >= w."to" OR v_local::time < w."to") AND (w.days = '[]' OR w.days ? v_today))
        OR (w."from" >= w."to" AND v_local::time < w."to" AND (w.days = '[]' OR w.days ? v_yesterday)));
EXCEPTION WHEN invalid_parameter_value THEN
  RETURN false;
END $$;
--> statement-breakpoint
-- Why a run may not be probed at this hour; null: it may. Of several scopes the narrowest decides, as for limits.
CREATE FUNCTION netsweep_closed(r netsweep_run) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN NOT (SELECT netsweep_is_open(t.options -> 'hours') FROM network_query_task t WHERE t.id = r.task_id)
         THEN 'outside the hours of its task'
         ELSE (SELECT 'outside the hours of the scope ' || n.name
                 FROM (SELECT s.name, s.hours FROM netsweep_scope s WHERE s.cidr >>= r.network AND netsweep_is_valid(s)
                        ORDER BY masklen(s.cidr) DESC, s.id LIMIT 1) n
                WHERE NOT netsweep_is_open(n.hours)) END
$$;
--> statement-breakpoint
-- No further chunk of the run is begun until somebody resumes it. False: it was over.
CREATE OR REPLACE FUNCTION netsweep_pause(p_run bigint) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  v_task bigint;
BEGIN
  UPDATE netsweep_run SET state = 'paused', pause_reason = NULL WHERE id = p_run AND netsweep_is_live(state) RETURNING task_id INTO v_task;
  UPDATE network_query_task SET query_status = 4 WHERE id = v_task;
  RETURN v_task IS NOT NULL;
END $$;
--> statement-breakpoint
-- Lets a paused run go on, with all of its chunks to be put on the list again. Its list; null: it was not paused.
CREATE OR REPLACE FUNCTION netsweep_resume(p_run bigint) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  v_run netsweep_run;
BEGIN
  UPDATE netsweep_run SET state = CASE WHEN started_at IS NULL THEN 'planned' ELSE 'probing' END, pause_reason = NULL
   WHERE id = p_run AND state = 'paused' RETURNING * INTO v_run;
  IF NOT FOUND THEN RETURN NULL; END IF;
  UPDATE netsweep_chunk SET queued_at = NULL WHERE run_id = p_run AND state = 'pending';
  UPDATE network_query_task SET query_status = CASE v_run.state WHEN 'planned' THEN 1 ELSE 4 END WHERE id = v_run.task_id;
  RETURN v_run.key;
END $$;
--> statement-breakpoint
-- Pauses a run that is outside its hours. What has been done of it stays, and it goes on by itself.
CREATE FUNCTION netsweep_hold(p_run bigint) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  v_task bigint;
BEGIN
  UPDATE netsweep_run r SET state = 'paused', pause_reason = netsweep_closed(r)
   WHERE r.id = p_run AND r.state IN ('planned', 'queued', 'probing') AND netsweep_closed(r) IS NOT NULL RETURNING r.task_id INTO v_task;
  IF NOT FOUND THEN RETURN false; END IF;
  UPDATE network_query_task SET query_status = 4 WHERE id = v_task;
  RETURN true;
END $$;
--> statement-breakpoint
-- Pauses what is outside its hours, and lets go on what was paused for them alone and is inside.
CREATE FUNCTION netsweep_keep_hours() RETURNS TABLE (held integer, resumed integer) LANGUAGE plpgsql AS $$
DECLARE
  v_run netsweep_run;
BEGIN
  held := 0;
  resumed := 0;
  FOR v_run IN SELECT * FROM netsweep_run r WHERE netsweep_is_live(r.state) ORDER BY r.id LOOP
    IF v_run.state <> 'paused' THEN
      IF netsweep_hold(v_run.id) THEN held := held + 1; END IF;
    ELSIF v_run.pause_reason IS NOT NULL AND netsweep_closed(v_run) IS NULL THEN
      PERFORM 1 FROM netsweep_run r WHERE r.id = v_run.id AND r.state = 'paused' AND r.pause_reason IS NOT NULL FOR NO KEY UPDATE;
      IF FOUND AND netsweep_resume(v_run.id) IS NOT NULL THEN resumed := resumed + 1; END IF;
    END IF;
  END LOOP;
  RETURN NEXT;
END $$;
--> statement-breakpoint
-- What concerns no scanner does not reach it; one of the release before would not know what it is.
CREATE FUNCTION netsweep_plain_options() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.options := NEW.options - 'hours' - 'jitter_seconds';
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER plain_options BEFORE INSERT ON netsweep_run FOR EACH ROW EXECUTE FUNCTION netsweep_plain_options();
--> statement-breakpoint
CREATE FUNCTION netsweep_hold_new() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM netsweep_hold(NEW.id);
  RETURN NULL;
END $$;
--> statement-breakpoint
-- What is planned outside its hours waits from the start. (Triggers go by their names: the audit tells of its start first.)
CREATE TRIGGER hold_new AFTER INSERT ON netsweep_run FOR EACH ROW
  WHEN (NEW.state = 'planned') EXECUTE FUNCTION netsweep_hold_new();
