import type { HostFacts, Identified, PortIdentity } from '#shared/domain/identity.ts';
import type { HostFindings, IdentifiedPort } from '#shared/domain/observation.ts';
import { CONVERSATION_MS } from './converse.ts';
import { hostIdentity } from './host-identity.ts';
import { isWorthALook, lookAtPort, unlooked } from './look-at-port.ts';
import { orAborted } from './or-aborted.ts';
import { safeTexts } from './safe-texts.ts';
import type { HostSource, IdentifyOptions, PortSource } from './source.ts';

export type IdentifyHostOptions = IdentifyOptions & {
  readonly portSources: readonly PortSource[];
  readonly hostSources: readonly HostSource[];
  /** Waited for before each connection or question; rejects once there is no more time. */
  readonly turn: () => Promise<void>;
  /** Aborted when the host's time, the chunk's or its lease is over. */
  readonly signal: AbortSignal;
};

/** A conversation and its end; whoever takes longer hangs. */
const LOOK_MS = CONVERSATION_MS + 500;

/** What a port's source learnt; nothing where it fails or hangs, which harms no other. */
const lookInTime = async (
  address: string,
  port: IdentifiedPort,
  { portSources: sources, fragile, signal }: IdentifyHostOptions,
): Promise<PortIdentity> => {
  const within = AbortSignal.any([signal, AbortSignal.timeout(LOOK_MS)]);
  try {
    return await orAborted(lookAtPort(address, port, { sources, fragile, signal: within }), within);
  } catch {
    return {};
  }
};

/** One port after another; those that time did not suffice for keep the name of their number. */
const identifyPorts = async (
  { address, observations }: HostFindings,
  options: IdentifyHostOptions,
): Promise<{ ports: IdentifiedPort[]; inTime: boolean }> => {
  const { portSources: sources, fragile, signal } = options;
  const ports: IdentifiedPort[] = [];
  let inTime = true;
  for (const observation of observations) {
    const known = { ...observation, ...unlooked(observation, options) };
    if (inTime && isWorthALook(observation, { sources, fragile })) {
      inTime = await takeTurn(options);
      if (inTime) Object.assign(known, await lookInTime(address, observation, options));
      inTime &&= !signal.aborted;
    }
    ports.push(known);
  }
  return { ports, inTime };
};

const takeTurn = ({ turn }: IdentifyHostOptions): Promise<boolean> =>
  turn().then(
    () => true,
    () => false,
  );

/** A source that throws or hangs has learnt nothing, and harms no other. */
const askSource = async (
  source: HostSource,
  host: HostFindings,
  options: IdentifyHostOptions,
): Promise<HostFacts> => {
  const signal = AbortSignal.any([options.signal, AbortSignal.timeout(CONVERSATION_MS)]);
  try {
    return safeTexts(await orAborted(source.ask({ host, options, signal }), signal));
  } catch {
    return {};
  }
};

const applies = (source: HostSource, host: HostFindings, options: IdentifyOptions): boolean => {
  try {
    return source.applies({ host, options });
  } catch {
    return false;
  }
};

/** All at once, so that a host that answers none of them costs the time of one. */
const askSources = async (host: HostFindings, options: IdentifyHostOptions) => {
  const asked: Promise<HostFacts>[] = [];
  let inTime = !options.signal.aborted;
  for (const source of options.hostSources) {
    if (!applies(source, host, options)) continue;
    inTime &&= await takeTurn(options);
    if (!inTime) break;
    asked.push(askSource(source, host, options));
  }
  const facts = await Promise.all(asked);
  return { facts, inTime: inTime && !options.signal.aborted };
};

/**
 * A host with the identities of its ports and its own. It is `whole` when every source that applied was asked in time;
 * its observations are as they were in any case. Never rejects.
 */
export const identifyHost = async (
  host: HostFindings,
  options: IdentifyHostOptions,
): Promise<HostFindings> => {
  const { ports: observations, inTime } = await identifyPorts(host, options);
  const known = { ...host, observations };
  const asked = inTime ? await askSources(known, options) : { facts: [], inTime };
  const identified: Identified = asked.inTime ? 'whole' : 'partial';
  return { ...known, identity: hostIdentity(host.address, asked.facts, identified) };
};
