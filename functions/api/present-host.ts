import type { AnswersEverything, Observation } from '#shared/domain/observation.ts';
import type { WireAnswersEverything, WireHost, WirePort } from '#shared/domain/wire.ts';
import type { Host } from '#shared/store/hosts.ts';

/** A host as the API shows it. */
export const presentHost = (host: Host): WireHost => ({
  ip: host.ip,
  hostname: host.hostname,
  mac: host.mac,
  vendor: host.vendor,
  first_seen: host.firstSeen.toISOString(),
  last_seen: host.lastSeen.toISOString(),
  last_checked: host.lastChecked.toISOString(),
  ports: host.ports.map(presentPort),
  counts: {
    closed: host.counts.closed,
    filtered: host.counts.filtered,
    open_filtered: host.counts.openFiltered,
  },
  ...(host.answersEverything && { answers_everything: presentAnswers(host.answersEverything) }),
});

const presentPort = ({
  port,
  protocol,
  state,
  reason,
  rttMs,
  attempts,
}: Observation): WirePort => ({
  port,
  protocol,
  state,
  reason,
  ...(rttMs !== null && { rtt_ms: rttMs }),
  attempts,
});

const presentAnswers = ({
  samplePorts,
  ...evidence
}: AnswersEverything): WireAnswersEverything => ({ ...evidence, sample_ports: [...samplePorts] });
