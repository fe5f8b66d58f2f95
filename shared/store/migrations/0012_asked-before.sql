ALTER TABLE "netsweep_chunk" ADD COLUMN "left_out" "cidr"[] DEFAULT '{}' NOT NULL;
--> statement-breakpoint
-- Of runs that are over the list of now is the best that is known.
UPDATE netsweep_chunk c SET left_out = ARRAY(SELECT e.cidr FROM netsweep_exclusion e WHERE e.cidr && c.slice)
 WHERE EXISTS (SELECT 1 FROM netsweep_exclusion e WHERE e.cidr && c.slice);
--> statement-breakpoint
-- Takes a chunk: no row when it is done, held by another, or its run is not to be probed. The same owner may ask again.
-- Whether the run is to be probed is looked at last: it may have been paused while this waited for its row. The lock
-- keeps an exclusion from being added between the reading of the exclusions and the lease. What is excluded is kept with the chunk:
-- nobody asks it.
CREATE OR REPLACE FUNCTION netsweep_take(p_run bigint, p_chunk integer, p_owner text, p_lease_ms integer)
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
         left_out = ARRAY(SELECT e.cidr FROM netsweep_exclusion e WHERE e.cidr && c.slice),
         attempt = c.attempt + CASE WHEN c.state = 'leased' AND c.owner = p_owner THEN 0 ELSE 1 END,
         lease_until = netsweep_now() + p_lease_ms * interval '1 millisecond'
   WHERE c.run_id = p_run AND c.chunk_no = p_chunk
     AND (c.state = 'pending' OR (c.state = 'leased' AND (c.owner = p_owner OR c.lease_until < netsweep_now())))
     AND (c.attempt < netsweep_max_attempts() OR c.owner = p_owner)
     AND EXISTS (SELECT FROM netsweep_run r WHERE r.id = p_run AND r.state = 'probing')
  RETURNING c.attempt, c.slice, v_run.tcp_ports, v_run.udp_ports, v_run.options,
            ARRAY(SELECT s.cidr FROM netsweep_scope s WHERE netsweep_is_valid(s)),
            c.left_out, c.error;
END $$;
--> statement-breakpoint
-- True where the run has asked this address and its answer counts. What is excluded by now may have been asked then.
CREATE OR REPLACE FUNCTION netsweep_asked(p_run bigint, p_ip inet) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM netsweep_chunk c WHERE c.run_id = p_run AND c.slice >>= p_ip AND c.state = 'done'
                    AND NOT p_ip <<= ANY (c.left_out))
     AND NOT EXISTS (SELECT 1 FROM netsweep_run r, jsonb_array_elements_text(r.options -> 'exclude') x
                      WHERE r.id = p_run AND x::inet >>= p_ip)
$$;
--> statement-breakpoint
-- Differences from one run to another of the same task, or (p_believed) from what is believed, as of the run p_from, to
-- p_to. An address or a port differs only where both have asked it, or (p_believed) p_to and any run before it.
-- Where a middlebox answers, only the middlebox differs.
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
    SELECT protocol, ports
      FROM netsweep_run r, LATERAL (VALUES ('tcp', netsweep_port_set(r.tcp_ports)), ('udp', netsweep_port_set(r.udp_ports))) p(protocol, ports)
     WHERE r.id = p_to),
  earlier AS MATERIALIZED (
    SELECT r.id, netsweep_port_set(r.tcp_ports) AS tcp, netsweep_port_set(r.udp_ports) AS udp,
           ARRAY(SELECT e::inet FROM jsonb_array_elements_text(r.options -> 'exclude') e) AS exclude
      FROM netsweep_run r
     WHERE r.task_id = p_task
       AND CASE WHEN p_believed THEN r.id < p_to AND r.changes_ready AND r.pruned_at IS NULL ELSE r.id = p_from END),
  -- What p_to is held against was asked there. Runs are mostly cut alike: told apart, their parts are few.
  before AS MATERIALIZED (
    SELECT DISTINCT c.slice, c.left_out::inet[] || e.exclude AS left_out, e.tcp, e.udp
      FROM earlier e JOIN netsweep_chunk c ON c.run_id = e.id AND c.state = 'done'),
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
     WHERE CASE WHEN o.it IS NOT NULL THEN a.ports @> port
                ELSE EXISTS (SELECT 1 FROM before b WHERE b.slice >>= ip AND NOT ip <<= ANY (b.left_out)
                                AND CASE protocol WHEN 'tcp' THEN b.tcp ELSE b.udp END @> port) END
       AND o.it - '{rttMs,attempts,reason,misses}'::text[] IS DISTINCT FROM n.it - '{rttMs,attempts,reason,misses}'::text[])
  SELECT 'host-appeared', ip, NULL, NULL::integer, NULL::jsonb, netsweep_host_summary(new_ports, new_name, new_mac)
    FROM heard
   WHERE old_ports IS NULL AND (EXISTS (SELECT 1 FROM before b WHERE b.slice >>= ip AND NOT ip <<= ANY (b.left_out))
      -- Whoever asked it may be pruned.
      OR (p_believed AND EXISTS (SELECT 1 FROM netsweep_address a WHERE a.task_id = p_task AND a.ip = heard.ip)))
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
