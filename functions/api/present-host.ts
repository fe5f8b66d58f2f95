import type { KnownOfHost } from '#shared/domain/identity.ts';
import type { AnswersEverything, IdentifiedPort } from '#shared/domain/observation.ts';
import type { WireAnswersEverything, WireHost, WirePort } from '#shared/domain/wire.ts';
import type { Host } from '#shared/store/hosts.ts';

/** A host as the API shows it. */
export const presentHost = (host: Host): WireHost => ({
  ip: host.ip,
  hostname: host.hostname,
  mac: host.mac,
  vendor: host.vendor,
  ...(host.identity && presentKnown(host.identity)),
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

const presentKnown = ({ names, workgroup, description, identified }: KnownOfHost) => ({
  names: [...names],
  ...(workgroup !== null && { workgroup }),
  ...(description !== null && { description }),
  identified,
});

/** An identity is shown as it is stored. */
const presentPort = ({ rttMs, ...port }: IdentifiedPort): WirePort => ({
  ...port,
  ...(rttMs !== null && { rtt_ms: rttMs }),
});

const presentAnswers = ({
  samplePorts,
  ...evidence
}: AnswersEverything): WireAnswersEverything => ({ ...evidence, sample_ports: [...samplePorts] });
