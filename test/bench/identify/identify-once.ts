import type { HostFindings } from '#shared/domain/observation.ts';
import { threadedSweep } from '#shared/engine/threaded-sweep.ts';
import { identifyingWith } from '#shared/identify/identify-hosts.ts';
import { tls } from '#shared/identify/sources/tls.ts';
import { hostSources, portSources } from '#shared/identify/sources.ts';
import { networkFrom } from '#test/support/network-from.ts';

/** A process of its own: sweeps one /24 and, where asked to, identifies what it found; tells time and memory. */

const [network = '', mode = '', ...ports] = process.argv.slice(2);
const [, , tlsPort = 0] = ports.map(Number);
const { signal } = new AbortController();
const deadlineAt = Date.now() + 60_000;
const limits = { rate: 5000, ratePerHost: null, deadlineAt };

const sweep = async (): Promise<HostFindings[]> => {
  const targets = {
    slice: networkFrom(network),
    exclude: [],
    tcpPorts: ports.map((port) => [Number(port), Number(port)] as const).sort(([a], [b]) => a - b),
    udpPorts: [],
  };
  const sweeping = threadedSweep()(
    targets,
    {
      ...limits,
      ...{ discovery: 'auto', keep: 'open', inFlight: 1000, patienceMs: 1000 },
      untestableTcpPorts: [],
    },
    { signal },
  );
  const hosts: HostFindings[] = [];
  for await (const batch of sweeping) hosts.push(...batch);
  return hosts;
};

const found = await sweep();
const start = performance.now();
const sources = [{ ...tls, ports: [tlsPort] }, ...portSources];
const identify = identifyingWith({ portSources: sources, hostSources });
const talk = { atOnce: 128, perHostMs: 30_000, snmp: false, fragile: false };
const known: HostFindings[] = [];
if (mode === 'identify')
  for await (const host of identify(found, { ...limits, ...talk }, signal)) known.push(host);
const products = known.flatMap(({ observations }) =>
  observations.filter(({ product, tls: certificate }) => product ?? certificate),
);
process.send?.({
  ms: performance.now() - start,
  hosts: found.length,
  identified: products.length,
  peakMiB: process.resourceUsage().maxRSS / 1024,
});
process.disconnect?.();
