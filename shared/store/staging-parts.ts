import type { HostIdentity, KnownOfHost } from '#shared/domain/identity.ts';
import type { HostFindings } from '#shared/domain/observation.ts';

/** Neon's HTTP wants a request under 1 MB; hosts are staged in parts below that. */
const PART_BYTES = 900_000;

const knownOf = ({ names, workgroup, description, identified }: HostIdentity): KnownOfHost => ({
  names,
  workgroup,
  description,
  identified,
});

const hostRow = ({ address, observations, counts, answersEverything, identity }: HostFindings) => ({
  ip: address,
  ports: observations,
  closed: counts.closed,
  filtered: counts.filtered,
  open_filtered: counts.openFiltered,
  answers_everything: answersEverything,
  hostname: identity?.hostname,
  mac: identity?.mac,
  vendor: identity?.vendor,
  identity: identity && knownOf(identity),
});

/** Cuts hosts into JSON lists of at most `PART_BYTES`, as `netsweep_stage` reads them. */
export function* stagingParts(hosts: readonly HostFindings[]): Generator<string> {
  let part: string[] = [];
  let bytes = 0;
  for (const host of hosts) {
    const text = JSON.stringify(hostRow(host));
    const size = Buffer.byteLength(text);
    if (bytes + size > PART_BYTES && part.length > 0) {
      yield `[${part.join(',')}]`;
      part = [];
      bytes = 0;
    }
    part.push(text);
    bytes += size + 1;
  }
  if (part.length > 0) yield `[${part.join(',')}]`;
}
