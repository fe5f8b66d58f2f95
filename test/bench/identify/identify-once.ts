import 'zod';
import type { HostFindings } from '#shared/domain/observation.ts';
import { threadedSweep } from '#shared/engine/threaded-sweep.ts';
import { networkFrom } from '#test/support/network-from.ts';

/** A process of its own, bundled and with zod loaded, as a scanner is: sweeps one /24 and, where asked to, identifies what it found; tells time and memory. */

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

/** Loaded here alone, so that sweeping by itself has none of its memory. */
const identified = async (found: readonly HostFindings[]) => {
  const { identifyingWith } = await import('#shared/identify/identify-hosts.ts');
  const { hostSources, portSources } = await import('#shared/identify/sources.ts');
  const { tls } = await import('#shared/identify/sources/tls.ts');
  const sources = [{ ...tls, ports: [tlsPort] }, ...portSources];
  const identify = identifyingWith({ portSources: sources, hostSources });
  const talk = { atOnce: 64, perHostMs: 30_000, snmp: false, fragile: false };
  const known: HostFindings[] = [];
  const start = performance.now();
  for await (const host of identify(found, { ...limits, ...talk }, signal)) known.push(host);
  return { known, ms: performance.now() - start };
};

const found = await sweep();
const { known, ms } = mode === 'identify' ? await identified(found) : { known: [], ms: 0 };
const products = known.flatMap(({ observations }) =>
  observations.filter(({ product, tls: certificate }) => product ?? certificate),
);
process.send?.({
  ms,
  cpuMs: process.cpuUsage().user / 1000 + process.cpuUsage().system / 1000,
  hosts: found.length,
  identified: products.length,
  peakMiB: process.resourceUsage().maxRSS / 1024,
});
process.disconnect?.();
