-- What the old system's table was: one row for each live address of the current generation, ports as JSON lists of
-- `port state service`.
CREATE FUNCTION netsweep_port_list(p_ports jsonb, p_protocol text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(json_agg(concat_ws(' ', p ->> 'port', p ->> 'state', coalesce(p ->> 'service', 'unknown'))
                           ORDER BY (p ->> 'port')::integer)::text, '[]')
    FROM jsonb_array_elements(p_ports) p WHERE p ->> 'protocol' = p_protocol
$$;
--> statement-breakpoint
CREATE VIEW network_query_result AS
  SELECT t.network, h.ip, h.mac AS scan_mac, h.vendor AS scan_mac_product,
         netsweep_port_list(h.ports, 'tcp') AS tcp_port_list, netsweep_port_list(h.ports, 'udp') AS udp_port_list,
         h.hostname, h.checked_at AS query_time
    FROM network_query_task t
    JOIN netsweep_host h ON h.run_id = t.active_run_id
    JOIN netsweep_chunk c ON c.run_id = h.run_id AND c.chunk_no = h.chunk_no AND c.attempt = h.attempt AND c.state = 'done'
   WHERE t.deleted_at IS NULL;
