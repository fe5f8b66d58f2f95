import { type Network, networkOf, parseCidr, sizeOf } from '#shared/domain/network.ts';
import type { HostFindings, Observation } from '#shared/domain/observation.ts';
import { parsePorts } from '#shared/domain/ports.ts';
import type { Engine, Limits, Summary } from '#shared/engine/engine.ts';
import { nodeLayer } from '#shared/engine/node-layer.ts';
import { sweepOn } from '#shared/engine/sweep.ts';
import { threadedSweep } from '#shared/engine/threaded-sweep.ts';
import type { SweepReport, WholeSweepRequest } from './sweep-request.ts';

/**
 * One sweep in a process of its own: the request, checked and complete, is its argument, the report its output. It loads
 * nothing that the engine does not need, since the whole process is measured.
 */
const request: WholeSweepRequest = JSON.parse(process.argv[2] ?? '{}');
const whole = parseCidr(request.network);
if (!whole) throw new Error(`no network: ${request.network}`);

const engine: Engine = request.layer === 'node' ? sweepOn(nodeLayer()) : threadedSweep();
const limits: Limits = {
  discovery: request.discovery,
  keep: 'open',
  inFlight: request.inFlight,
  rate: request.rate,
  ratePerHost: request.ratePerHost,
  patienceMs: request.patienceMs,
  deadlineAt: Number.POSITIVE_INFINITY,
  untestableTcpPorts: [],
};
const report = { outcome: 'complete', probes: 0, localFailures: 0, up: 0, openCount: 0 };
const open: string[] = [];
const everything: string[] = [];

function* chunksOf(network: Network): Generator<Network> {
  const prefix = Math.max(network.prefix, request.chunkPrefix ?? network.prefix);
  const { family, first } = network;
  const step = sizeOf({ family, first, prefix });
  for (let at = 0n; at < sizeOf(network); at += step)
    yield networkOf({ family, value: first + at }, prefix);
}

const placeOf = (address: string, { protocol, port }: Observation): string =>
  `${address}:${port}${protocol === 'udp' ? '/udp' : ''}`;

const take = ({ address, observations, answersEverything }: HostFindings): void => {
  if (answersEverything) everything.push(answersEverything.network);
  const found = observations.filter(({ state }) => state === 'open');
  report.openCount += found.length;
  if (request.list) open.push(...found.map((one) => placeOf(address, one)));
};

const add = ({ outcome, probes, localFailures, up }: Summary): void => {
  if (outcome !== 'complete') report.outcome = outcome;
  report.probes += probes;
  report.localFailures += localFailures;
  report.up += up;
};

const sweep = async (slice: Network): Promise<void> => {
  const targets = {
    slice,
    exclude: [],
    tcpPorts: parsePorts(request.tcp),
    udpPorts: parsePorts(request.udp),
  };
  const running = engine(targets, limits, { signal: new AbortController().signal });
  for (;;) {
    const step = await running.next();
    if (step.done) return add(step.value);
    step.value.forEach(take);
  }
};

const ask = (slice: Network, tcp: string, udp = ''): ReturnType<Engine> =>
  engine({ slice, exclude: [], tcpPorts: parsePorts(tcp), udpPorts: parsePorts(udp) }, limits, {
    signal: new AbortController().signal,
  });

/** What a scanner does once in its life, or in its first chunk, is no cost of a probe. */
const warmUps = {
  none: () => null,
  thread: () => ask(networkOf({ family: 4, value: 0x7f000001n }, 32), '9'),
  chunk: () => ask({ ...whole, prefix: Math.max(20, whole.prefix) }, request.tcp, request.udp),
};
const warmingUp = warmUps[request.warmUp]();
while (warmingUp && !(await warmingUp.next()).done);

const startedAt = performance.now();
const cpuBefore = process.cpuUsage();
for (const slice of chunksOf(whole)) await sweep(slice);
const { user, system } = process.cpuUsage(cpuBefore);
const said: SweepReport = {
  wallMs: performance.now() - startedAt,
  cpuMs: (user + system) / 1000,
  rssMb: process.resourceUsage().maxRSS / 1024,
  ...report,
  open,
  everything,
};
console.log(JSON.stringify(said));
