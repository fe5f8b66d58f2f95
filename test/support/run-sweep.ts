import { parseAddress } from '#shared/domain/address.ts';
import type { HostFindings } from '#shared/domain/observation.ts';
import { parsePorts } from '#shared/domain/ports.ts';
import type { Control, Engine, Limits, Summary } from '#shared/engine/engine.ts';
import { networkFrom } from '#test/support/network-from.ts';

export type SweepRequest = Partial<Limits> &
  Partial<Omit<Control, 'forbidden'>> & {
    readonly network: string;
    readonly exclude?: readonly string[];
    readonly forbidden?: readonly string[];
    readonly tcp?: string;
    readonly udp?: string;
  };

export type SweepResult = { readonly hosts: HostFindings[]; readonly summary: Summary };

const defaults: Limits = {
  discovery: 'thorough',
  keep: 'open',
  inFlight: 128,
  rate: 1_000_000,
  ratePerHost: null,
  patienceMs: 1000,
  deadlineAt: Number.POSITIVE_INFINITY,
  untestableTcpPorts: [],
};

/** For the order of addresses of one slice; a slice of IPv6 is small, so its low bits tell. */
const lowBitsOf = ({ address }: HostFindings): number =>
  Number(BigInt.asUintN(48, parseAddress(address)?.value ?? 0n));

/** Starts an engine as a test asks, with limits that do not get in the way. */
export const startSweep = (engine: Engine, request: SweepRequest): ReturnType<Engine> => {
  const { network, exclude = [], forbidden = [], tcp = '', udp = '', ...rest } = request;
  const { signal, onProgress, ...limits } = rest;
  return engine(
    {
      slice: networkFrom(network),
      exclude: exclude.map(networkFrom),
      tcpPorts: parsePorts(tcp),
      udpPorts: parsePorts(udp),
    },
    { ...defaults, ...limits },
    {
      signal: signal ?? new AbortController().signal,
      forbidden: forbidden.map(networkFrom),
      ...(onProgress && { onProgress }),
    },
  );
};

/** Runs an engine to its end; hosts in the order of their addresses. */
export const runSweep = async (engine: Engine, request: SweepRequest): Promise<SweepResult> => {
  const sweep = startSweep(engine, request);
  const hosts: HostFindings[] = [];
  for (;;) {
    const step = await sweep.next();
    if (step.done) {
      const sorted = hosts.toSorted((a, b) => lowBitsOf(a) - lowBitsOf(b));
      return { hosts: sorted, summary: step.value };
    }
    hosts.push(...step.value);
  }
};
