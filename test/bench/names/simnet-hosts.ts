import type { HostFindings, IdentifiedPort } from '#shared/domain/observation.ts';
import { truthOf } from '#test/bench/engine/beds.ts';

export type SimulatedHost = {
  readonly findings: HostFindings;
  /** What can be learnt from it: `ssh`, `netbios`, `mac` … → as the truth of the bed says it. */
  readonly truth: ReadonlyMap<string, string>;
};

const PORTS = '21,22,25,80,110,143,443,3306,6379,8080,53/udp';

const portOf = (place: string): IdentifiedPort => {
  const [port = '', protocol = 'tcp'] = place.split('/');
  const isUdp = protocol === 'udp';
  return {
    protocol: isUdp ? 'udp' : 'tcp',
    port: Number(port),
    state: 'open',
    reason: isUdp ? 'udp-response' : 'syn-ack',
    rttMs: 1,
    attempts: 1,
  };
};

/** Open ports of each address, as a perfect sweep would find them. */
const openPorts = async (network: string): Promise<Map<string, IdentifiedPort[]>> => {
  const open = new Map<string, IdentifiedPort[]>();
  for (const place of await truthOf('simnet_truth.py', 'open', network, PORTS)) {
    const at = place.lastIndexOf(':');
    const address = place.slice(0, at);
    open.set(address, [...(open.get(address) ?? []), portOf(place.slice(at + 1))]);
  }
  return open;
};

/** The hosts of a part of the running simulated network, and what their names, MAC addresses and banners are. */
export const simulatedHosts = async (network: string): Promise<SimulatedHost[]> => {
  const open = await openPorts(network);
  const lines = await truthOf('simnet_truth.py', 'names', network);
  return lines.map((line) => {
    const [address = '', , ...facts] = line.split('\t');
    const observations = open.get(address) ?? [];
    const counts = { closed: 0, filtered: 0, openFiltered: 0 };
    return {
      findings: { address, observations, counts },
      truth: new Map(facts.map((fact) => fact.split(/=(.*)/s) as [string, string])),
    };
  });
};
