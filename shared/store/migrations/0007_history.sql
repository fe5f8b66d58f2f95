CREATE TABLE "netsweep_address" (
	"task_id" bigint NOT NULL,
	"ip" "inet" NOT NULL,
	"state" text NOT NULL,
	"first_seen" timestamp with time zone NOT NULL,
	"last_seen" timestamp with time zone NOT NULL,
	"last_checked" timestamp with time zone NOT NULL,
	"misses" integer DEFAULT 0 NOT NULL,
	"checks" integer DEFAULT 1 NOT NULL,
	"presence" integer DEFAULT 1 NOT NULL,
	"ports" jsonb NOT NULL,
	"hostname" text,
	"mac" text,
	"answers_everything" jsonb,
	CONSTRAINT "netsweep_address_task_id_ip_pk" PRIMARY KEY("task_id","ip")
);
--> statement-breakpoint
CREATE TABLE "netsweep_change" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "netsweep_change_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"task_id" bigint NOT NULL,
	"run_id" bigint NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"kind" text NOT NULL,
	"ip" "inet" NOT NULL,
	"protocol" text,
	"port" integer,
	"before" jsonb,
	"after" jsonb,
	"severity" text NOT NULL,
	"expected" boolean DEFAULT false NOT NULL,
	"note" text,
	CONSTRAINT "change_once" UNIQUE NULLS NOT DISTINCT("run_id","kind","ip","protocol","port")
);
--> statement-breakpoint
CREATE TABLE "netsweep_interval" (
	"task_id" bigint NOT NULL,
	"ip" "inet" NOT NULL,
	"from_at" timestamp with time zone NOT NULL,
	"until_at" timestamp with time zone,
	CONSTRAINT "netsweep_interval_task_id_ip_from_at_pk" PRIMARY KEY("task_id","ip","from_at")
);
--> statement-breakpoint
CREATE TABLE "netsweep_severity_rule" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "netsweep_severity_rule_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"kind" text,
	"protocol" text,
	"port_from" integer DEFAULT 0 NOT NULL,
	"port_to" integer DEFAULT 65535 NOT NULL,
	"severity" text NOT NULL,
	"reason" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "netsweep_run" ADD COLUMN "changes_ready" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "netsweep_run" ADD COLUMN "pruned_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "netsweep_address" ADD CONSTRAINT "netsweep_address_task_id_network_query_task_id_fk" FOREIGN KEY ("task_id") REFERENCES "public"."network_query_task"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "netsweep_change" ADD CONSTRAINT "netsweep_change_task_id_network_query_task_id_fk" FOREIGN KEY ("task_id") REFERENCES "public"."network_query_task"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "netsweep_change" ADD CONSTRAINT "netsweep_change_run_id_netsweep_run_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."netsweep_run"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "netsweep_interval" ADD CONSTRAINT "netsweep_interval_task_id_network_query_task_id_fk" FOREIGN KEY ("task_id") REFERENCES "public"."network_query_task"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "address_of_tasks" ON "netsweep_address" USING btree ("ip");--> statement-breakpoint
CREATE INDEX "change_of_task" ON "netsweep_change" USING btree ("task_id","id");--> statement-breakpoint
CREATE INDEX "change_at" ON "netsweep_change" USING btree ("at");--> statement-breakpoint
CREATE UNIQUE INDEX "interval_open" ON "netsweep_interval" USING btree ("task_id","ip") WHERE until_at is null;--> statement-breakpoint
CREATE INDEX "run_to_digest" ON "netsweep_run" USING btree ("task_id","id") WHERE state = 'done' and not changes_ready;
--> statement-breakpoint
INSERT INTO netsweep_severity_rule (kind, protocol, port_from, port_to, severity, reason) VALUES
  (NULL, NULL, 0, 65535, 'low', 'no other rule fits'),
  ('host-appeared', NULL, 0, 65535, 'medium', 'an address that nobody has seen before'),
  ('host-returned', NULL, 0, 65535, 'low', 'it was there before'),
  ('host-vanished', NULL, 0, 65535, 'low', 'it may only be switched off'),
  ('port-opened', NULL, 0, 65535, 'medium', 'something new can be spoken to'),
  ('port-closed', NULL, 0, 65535, 'info', 'less can be spoken to'),
  ('version-changed', NULL, 0, 65535, 'info', 'mostly an update'),
  ('certificate-expiring', NULL, 0, 65535, 'medium', 'whoever checks it will turn away'),
  ('mac-changed', NULL, 0, 65535, 'medium', 'another device has the address'),
  ('middlebox-appeared', NULL, 0, 65535, 'medium', 'what is behind it cannot be seen'),
  ('port-opened', 'tcp', 22, 23, 'high', 'remote administration'),
  ('port-opened', 'tcp', 135, 135, 'high', 'remote administration'),
  ('port-opened', 'tcp', 139, 139, 'high', 'file sharing'),
  ('port-opened', 'tcp', 445, 445, 'high', 'file sharing'),
  ('port-opened', 'udp', 161, 161, 'high', 'remote administration'),
  ('port-opened', 'tcp', 512, 514, 'high', 'remote administration without a password'),
  ('port-opened', 'tcp', 623, 623, 'high', 'remote administration'),
  ('port-opened', 'tcp', 873, 873, 'high', 'file sharing'),
  ('port-opened', 'tcp', 1433, 1434, 'high', 'a database'),
  ('port-opened', 'tcp', 1521, 1521, 'high', 'a database'),
  ('port-opened', 'tcp', 2049, 2049, 'high', 'file sharing'),
  ('port-opened', 'tcp', 2375, 2376, 'high', 'a container engine'),
  ('port-opened', 'tcp', 2379, 2380, 'high', 'a cluster''s memory'),
  ('port-opened', 'tcp', 3306, 3306, 'high', 'a database'),
  ('port-opened', 'tcp', 3389, 3389, 'high', 'remote administration'),
  ('port-opened', 'tcp', 5432, 5432, 'high', 'a database'),
  ('port-opened', 'tcp', 5900, 5910, 'high', 'remote administration'),
  ('port-opened', 'tcp', 5984, 5984, 'high', 'a database'),
  ('port-opened', 'tcp', 5985, 5986, 'high', 'remote administration'),
  ('port-opened', 'tcp', 6379, 6379, 'high', 'a database'),
  ('port-opened', 'tcp', 6443, 6443, 'high', 'a cluster''s control plane'),
  ('port-opened', 'tcp', 9042, 9042, 'high', 'a database'),
  ('port-opened', 'tcp', 9200, 9200, 'high', 'a database'),
  ('port-opened', 'tcp', 10250, 10250, 'high', 'a cluster''s control plane'),
  ('port-opened', 'tcp', 11211, 11211, 'high', 'a database'),
  ('port-opened', 'tcp', 27017, 27019, 'high', 'a database');
--> statement-breakpoint
CREATE TYPE netsweep_difference AS (kind text, ip inet, protocol text, port integer, before jsonb, after jsonb);
--> statement-breakpoint
-- Ports in canonical form, 22,8000-8010, as a set.
CREATE FUNCTION netsweep_port_set(p_ports text) RETURNS int4multirange LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(range_agg(int4range(split_part(p, '-', 1)::integer,
                                      coalesce(nullif(split_part(p, '-', 2), ''), split_part(p, '-', 1))::integer, '[]')),
                  '{}'::int4multirange)
    FROM unnest(string_to_array(p_ports, ',')) p WHERE p <> ''
$$;
--> statement-breakpoint
-- True where the run has asked this address and its answer counts.
CREATE FUNCTION netsweep_asked(p_run bigint, p_ip inet) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM netsweep_chunk c WHERE c.run_id = p_run AND c.slice >>= p_ip AND c.state = 'done')
     AND NOT EXISTS (SELECT 1 FROM netsweep_run r, jsonb_array_elements_text(r.options -> 'exclude') x
                      WHERE r.id = p_run AND x::inet >>= p_ip)
$$;
--> statement-breakpoint
-- What a run found, a row for each address that is up.
CREATE FUNCTION netsweep_generation(p_run bigint)
RETURNS TABLE (ip inet, ports jsonb, hostname text, mac text, answers_everything jsonb) LANGUAGE sql STABLE AS $$
  SELECT h.ip, h.ports, h.hostname, h.mac, h.answers_everything
    FROM netsweep_host h JOIN netsweep_chunk c ON c.run_id = h.run_id AND c.chunk_no = h.chunk_no
                                              AND c.attempt = h.attempt AND c.state = 'done'
   WHERE h.run_id = p_run
$$;
--> statement-breakpoint
-- What is believed of a task's addresses that are up, or that were missed too seldom to say that they are not.
CREATE FUNCTION netsweep_belief(p_task bigint)
RETURNS TABLE (ip inet, ports jsonb, hostname text, mac text, answers_everything jsonb) LANGUAGE sql STABLE AS $$
  SELECT a.ip, a.ports, a.hostname, a.mac, a.answers_everything FROM netsweep_address a
   WHERE a.task_id = p_task AND a.state IN ('new', 'online', 'missed')
$$;
--> statement-breakpoint
-- What may be told apart of what is behind a port: two answers of which one says nothing are alike.
CREATE FUNCTION netsweep_proof(p_port jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT nullif(jsonb_strip_nulls(jsonb_build_object('ssh', p_port #> '{ssh,fingerprint}',
                                                     'tls', (p_port -> 'tls') - 'protocol')), '{}')
$$;
--> statement-breakpoint
-- A port as a change tells of it.
CREATE FUNCTION netsweep_port_summary(p_port jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT jsonb_strip_nulls(jsonb_build_object('service', p_port -> 'service', 'product', p_port -> 'product', 'version', p_port -> 'version'))
$$;
--> statement-breakpoint
-- A host as a change tells of it: `open` lists its ports as 22/tcp.
CREATE FUNCTION netsweep_host_summary(p_ports jsonb, p_hostname text, p_mac text) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT jsonb_strip_nulls(jsonb_build_object('hostname', p_hostname, 'mac', p_mac, 'open', (
    SELECT coalesce(jsonb_agg((p ->> 'port') || '/' || (p ->> 'protocol') ORDER BY (p ->> 'port')::integer, p ->> 'protocol'), '[]')
      FROM jsonb_array_elements(p_ports) p WHERE p ->> 'state' = 'open'))) WHERE p_ports IS NOT NULL
$$;
--> statement-breakpoint
-- Differences from one run to another of the same task, or (p_believed) from what is believed, as of the run p_from, to
-- p_to. An address or a port differs only where both have asked it; where a middlebox answers, only the middlebox does.
CREATE FUNCTION netsweep_compare(p_task bigint, p_from bigint, p_to bigint, p_believed boolean)
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
     WHERE a.ports @> port)
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
-- How urgent a change is: the rule for the fewest ports decides; of an address that appears, so do its ports.
CREATE FUNCTION netsweep_severity(p_change netsweep_difference) RETURNS text LANGUAGE sql STABLE AS $$
  WITH told AS (
    SELECT p_change.kind, p_change.protocol, p_change.port
    UNION ALL
    SELECT 'port-opened', split_part(o, '/', 2), split_part(o, '/', 1)::integer
      FROM jsonb_array_elements_text(p_change.after -> 'open') o WHERE p_change.kind = 'host-appeared'),
  judged AS (
    SELECT (SELECT s.severity FROM netsweep_severity_rule s
             WHERE (s.kind IS NULL OR s.kind = t.kind) AND (s.protocol IS NULL OR s.protocol = t.protocol)
               AND coalesce(t.port, 0) BETWEEN s.port_from AND s.port_to
             ORDER BY s.kind IS NULL, s.port_to - s.port_from, s.id DESC LIMIT 1) AS severity
      FROM told t)
  SELECT coalesce((array_agg(severity ORDER BY array_position('{info,low,medium,high}', severity) DESC))[1], 'low') FROM judged
$$;
--> statement-breakpoint
-- Open ports that are believed in after a check: those that were seen, with what was known of them before where nobody
-- looked now; those that were not asked; and those that were missed less than p_needed times in a row.
CREATE FUNCTION netsweep_merge_ports(p_old jsonb, p_new jsonb, p_tcp int4multirange, p_udp int4multirange, p_needed integer)
RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  WITH old AS (SELECT p ->> 'protocol' AS protocol, (p ->> 'port')::integer AS port, p AS it FROM jsonb_array_elements(p_old) p),
  new AS (SELECT p ->> 'protocol' AS protocol, (p ->> 'port')::integer AS port, p AS it FROM jsonb_array_elements(p_new) p
           WHERE p ->> 'state' = 'open'),
  merged AS (
    SELECT protocol, port, n.it IS NOT NULL AS is_seen,
           CASE protocol WHEN 'tcp' THEN p_tcp ELSE p_udp END @> port AS is_asked,
           coalesce((o.it ->> 'misses')::integer, 0) AS misses,
           coalesce(o.it, '{}') || coalesce(n.it, '{}') AS it
      FROM old o FULL JOIN new n USING (protocol, port))
  SELECT coalesce(jsonb_agg(it || jsonb_build_object('misses', CASE WHEN is_seen THEN 0 WHEN is_asked THEN misses + 1 ELSE misses END)
                            ORDER BY protocol, port), '[]')
    FROM merged WHERE is_seen OR NOT is_asked OR misses + 1 < p_needed
$$;
--> statement-breakpoint
-- What one difference is, seen with what is believed of its address; null: not yet believed.
CREATE FUNCTION netsweep_believed_kind(p_change netsweep_difference, p_address netsweep_address, p_needed integer)
RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE p_change.kind
    WHEN 'host-appeared' THEN CASE WHEN p_address.ip IS NULL THEN 'host-appeared' ELSE 'host-returned' END
    WHEN 'host-vanished' THEN CASE WHEN p_address.misses + 1 >= p_needed THEN 'host-vanished' END
    WHEN 'middlebox-vanished' THEN CASE WHEN p_change.after IS NOT NULL OR p_address.misses + 1 >= p_needed THEN 'middlebox-vanished' END
    WHEN 'port-closed' THEN CASE WHEN p_needed <= 1 + coalesce((
      SELECT (p ->> 'misses')::integer FROM jsonb_array_elements(p_address.ports) p
       WHERE p ->> 'protocol' = p_change.protocol AND (p ->> 'port')::integer = p_change.port), 0) THEN 'port-closed' END
    ELSE p_change.kind END
$$;
--> statement-breakpoint
-- Certificates of a run's open ports that end within 30 days of it and were not told of: that is once for each certificate.
CREATE FUNCTION netsweep_expiring(p_run bigint) RETURNS SETOF netsweep_difference LANGUAGE sql STABLE AS $$
  SELECT 'certificate-expiring', g.ip, p ->> 'protocol', (p ->> 'port')::integer, NULL::jsonb,
         jsonb_build_object('subject', p #> '{tls,subject}', 'not_after', p #> '{tls,not_after}')
    FROM netsweep_run r, netsweep_generation(p_run) g, jsonb_array_elements(g.ports) p
   WHERE r.id = p_run AND p ->> 'state' = 'open' AND (p #>> '{tls,not_after}')::timestamptz < r.finished_at + interval '30 days'
     AND NOT EXISTS (SELECT 1 FROM netsweep_change c
                      WHERE c.task_id = r.task_id AND c.ip = g.ip AND c.kind = 'certificate-expiring'
                        AND c.port = (p ->> 'port')::integer AND c.after ->> 'not_after' = p #>> '{tls,not_after}')
$$;
--> statement-breakpoint
-- The addresses of a task after a run, seen and missed.
CREATE FUNCTION netsweep_believe(p_run bigint, p_needed integer) RETURNS void LANGUAGE plpgsql AS $$
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
  INSERT INTO netsweep_address AS a (task_id, ip, state, first_seen, last_seen, last_checked, ports, hostname, mac, answers_everything)
  SELECT v_run.task_id, g.ip, 'new', v_run.finished_at, v_run.finished_at, v_run.finished_at,
         netsweep_merge_ports('[]', g.ports, v_tcp, v_udp, p_needed), g.hostname, g.mac, g.answers_everything
    FROM netsweep_generation(p_run) g
   WHERE g.answers_everything IS NOT NULL OR NOT g.ip <<= ANY (v_mute)
  ON CONFLICT (task_id, ip) DO UPDATE
     SET state = 'online', misses = 0, last_seen = excluded.last_seen, last_checked = excluded.last_checked,
         checks = a.checks + 1, presence = (a.presence << 1 | 1) & 2147483647,
         ports = CASE WHEN excluded.answers_everything IS NULL
                      THEN netsweep_merge_ports(CASE WHEN a.state IN ('offline', 'gone') THEN '[]' ELSE a.ports END,
                                                excluded.ports, v_tcp, v_udp, p_needed)
                      ELSE a.ports END,
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
-- What a finished run changed: its changes are kept, what is believed of its addresses moves on, once and for all runs of
-- the task in their order. The first run of a task makes no changes but those of certificates: there was nothing before it.
-- May be repeated. Returns the number of changes that were new.
CREATE FUNCTION netsweep_digest(p_run bigint) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  v_run netsweep_run;
  v_before bigint;
  v_needed integer;
  v_changes netsweep_difference[];
  v_count integer;
BEGIN
  PERFORM netsweep_digest(older.id)
     FROM (SELECT o.id FROM netsweep_run o JOIN netsweep_run r ON r.id = p_run AND r.task_id = o.task_id
            WHERE o.id < p_run AND o.state = 'done' AND NOT o.changes_ready ORDER BY o.id) older;
  SELECT * INTO v_run FROM netsweep_run WHERE id = p_run AND state = 'done' AND NOT changes_ready FOR NO KEY UPDATE;
  IF NOT FOUND THEN RETURN 0; END IF;
  SELECT max(id) INTO v_before FROM netsweep_run WHERE task_id = v_run.task_id AND changes_ready;
  UPDATE netsweep_run SET changes_ready = true WHERE id = p_run;
  -- One that ended after a newer one tells nothing new.
  IF v_before > p_run THEN RETURN 0; END IF;
  v_needed := coalesce((v_run.options ->> 'misses')::integer, 2);
  SELECT array_agg((netsweep_believed_kind(d, a, v_needed), d.ip, d.protocol, d.port, d.before, d.after)::netsweep_difference)
    INTO v_changes
    FROM netsweep_compare(v_run.task_id, v_before, p_run, true) d
    LEFT JOIN netsweep_address a ON a.task_id = v_run.task_id AND a.ip = d.ip
   WHERE v_before IS NOT NULL AND netsweep_believed_kind(d, a, v_needed) IS NOT NULL;
  PERFORM netsweep_believe(p_run, v_needed);
  -- Changes get their numbers in the order in which they can be read: whoever reads on after one misses none.
  PERFORM pg_advisory_xact_lock(hashtext('netsweep_change'));
  INSERT INTO netsweep_change (task_id, run_id, at, kind, ip, protocol, port, before, after, severity)
  SELECT v_run.task_id, p_run, v_run.finished_at, d.kind, d.ip, d.protocol, d.port, d.before, d.after,
         netsweep_severity((d.kind, d.ip, d.protocol, d.port, d.before, d.after)::netsweep_difference)
    FROM (SELECT * FROM unnest(v_changes) UNION ALL SELECT * FROM netsweep_expiring(p_run)) d
   ORDER BY d.ip, d.port NULLS FIRST, d.kind
  ON CONFLICT ON CONSTRAINT change_once DO NOTHING;
  GET DIAGNOSTICS v_count = ROW_COUNT;
  RETURN v_count;
END $$;
--> statement-breakpoint
-- Lets go of hosts and chunks that nobody will read again, at most p_limit host rows: those of runs that are neither a
-- task's generation, nor live, nor both among its p_runs newest and younger than p_days. Returns the rows that went; 0 when all is done.
CREATE FUNCTION netsweep_prune(p_limit integer, p_runs integer, p_days integer) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  v_run bigint;
  v_count integer;
BEGIN
  SELECT r.id INTO v_run FROM netsweep_run r JOIN network_query_task t ON t.id = r.task_id
   WHERE r.pruned_at IS NULL AND NOT netsweep_is_live(r.state) AND r.id IS DISTINCT FROM t.active_run_id
     AND (r.changes_ready OR r.state <> 'done')
     AND (r.finished_at < netsweep_now() - p_days * interval '1 day'
          OR (SELECT count(*) FROM netsweep_run n WHERE n.task_id = r.task_id AND n.id > r.id) >= p_runs)
   ORDER BY r.id LIMIT 1 FOR NO KEY UPDATE OF r SKIP LOCKED;
  IF NOT FOUND THEN RETURN 0; END IF;
  DELETE FROM netsweep_host WHERE ctid = ANY (ARRAY(SELECT ctid FROM netsweep_host WHERE run_id = v_run LIMIT p_limit));
  GET DIAGNOSTICS v_count = ROW_COUNT;
  IF v_count < p_limit THEN
    DELETE FROM netsweep_chunk WHERE run_id = v_run;
    UPDATE netsweep_run SET pruned_at = netsweep_now() WHERE id = v_run;
  END IF;
  RETURN greatest(v_count, 1);
END $$;
