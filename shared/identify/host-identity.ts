import { hostnameOf } from '#shared/domain/hostname.ts';
import {
  type HostFacts,
  type HostIdentity,
  type HostName,
  type Identified,
  NAME_SOURCES,
} from '#shared/domain/identity.ts';
import { vendorOf } from './vendor.ts';

/** Names beyond these are left out. */
const MOST_NAMES = 100;

const distinct = (names: readonly HostName[]): HostName[] => [
  ...new Map(names.map((each) => [`${each.source} ${each.name}`, each])).values(),
];

/** The more telling source first; names of one source stay in its order. */
const ranked = (names: readonly HostName[]): HostName[] =>
  names
    .filter(({ name }) => name !== '')
    .toSorted((a, b) => NAME_SOURCES.indexOf(a.source) - NAME_SOURCES.indexOf(b.source));

const first = <K extends 'mac' | 'workgroup' | 'description'>(
  facts: readonly HostFacts[],
  key: K,
): string | null => facts.find((each) => each[key])?.[key] ?? null;

/** What all sources together say of the host at an address; of what two of them say, the first in their list is right. */
export const hostIdentity = (
  address: string,
  facts: readonly HostFacts[],
  identified: Identified,
): HostIdentity => {
  const names = ranked(distinct(facts.flatMap((each) => each.names ?? []))).slice(0, MOST_NAMES);
  const mac = first(facts, 'mac');
  return {
    hostname: hostnameOf(names, address),
    names,
    mac,
    vendor: mac === null ? null : vendorOf(mac),
    workgroup: first(facts, 'workgroup'),
    description: first(facts, 'description'),
    identified,
  };
};
