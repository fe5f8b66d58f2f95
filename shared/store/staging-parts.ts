import type { HostIdentity, KnownOfHost } from '#shared/domain/identity.ts';
import type { HostFindings } from '#shared/domain/observation.ts';
import { storableText } from './storable-text.ts';

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

const storable = (_key: string, value: unknown): unknown =>
  typeof value === 'string' ? storableText(value) : value;

/** Bytes of a text as a parameter in a request, where it is quoted once more. */
const bytesInRequest = (text: string): number => Buffer.byteLength(JSON.stringify(text));

/** Cuts hosts into JSON lists that are at most `PART_BYTES` of a request, as `netsweep_stage` reads them. */
export function* stagingParts(hosts: readonly HostFindings[]): Generator<string> {
  let part: string[] = [];
  let bytes = 0;
  for (const host of hosts) {
    const text = JSON.stringify(hostRow(host), storable);
    const size = bytesInRequest(text);
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
