import type { PortIdentity } from '#shared/domain/identity.ts';
import type { Observation } from '#shared/domain/observation.ts';
import { converse } from './converse.ts';
import { isFragile } from './fragile-ports.ts';
import { hearGreeting } from './hear-greeting.ts';
import { safeTexts } from './safe-texts.ts';
import { serviceName } from './service-names.ts';
import type { Conversation, IdentifyOptions, PortSource, TcpSource, UdpSource } from './source.ts';
import { http } from './sources/http.ts';
import { askByUdp } from './udp-question.ts';

/** How long a server of a port that nobody claims may take to speak first; then it is asked. */
const GREETING_MS = 400;
const UDP_MS = 1000;

export type LookOptions = Pick<IdentifyOptions, 'fragile'> & {
  readonly sources: readonly PortSource[];
  readonly signal: AbortSignal;
};

const tcpAmong = (sources: readonly PortSource[]): TcpSource[] =>
  sources.filter((source) => source.transport === 'tcp');

/** Lets the server speak first, then whoever knows its greeting; whoever says nothing at a port of no source is asked in HTTP. */
const listen = async (
  conversation: Conversation,
  sources: readonly TcpSource[],
  source: TcpSource | undefined,
): Promise<PortIdentity> => {
  const greeting = await hearGreeting(conversation, source ? undefined : GREETING_MS);
  if (greeting === '') return source ? {} : http.look(conversation);
  return (await sources.find((each) => each.greeting?.test(greeting))?.look(conversation)) ?? {};
};

const talk = async (
  conversation: Conversation,
  sources: readonly TcpSource[],
): Promise<PortIdentity> => {
  const source = sources.find(({ ports }) => ports.includes(conversation.port));
  const asked = source && !source.listens ? source : undefined;
  let identity: PortIdentity = {};
  try {
    identity = await (asked?.look(conversation) ?? listen(conversation, sources, source));
  } catch {
    // A source that failed over what it heard leaves what it heard.
  }
  return { banner: conversation.heard().toString('latin1'), ...identity };
};

const askUdp = async (
  source: UdpSource,
  place: { address: string; port: number },
  signal: AbortSignal,
): Promise<PortIdentity> => {
  const datagram = source.question;
  const within = AbortSignal.any([signal, AbortSignal.timeout(UDP_MS)]);
  const answer = await askByUdp({ ...place, datagram, signal: within });
  try {
    return (answer && source.read(answer)) ?? {};
  } catch {
    return {};
  }
};

const look = async (
  address: string,
  { protocol, port }: Observation,
  { sources, signal }: LookOptions,
): Promise<PortIdentity> => {
  const place = { address, port };
  if (protocol === 'tcp')
    return (await converse(place, signal, (heard) => talk(heard, tcpAmong(sources)))) ?? {};
  const source = sources.find((each) => each.transport === 'udp' && each.ports.includes(port));
  return source?.transport === 'udp' ? askUdp(source, place, signal) : {};
};

/** What a port is by its number, and that it was not spoken to where it is fragile. */
export const unlooked = (
  { protocol, port, state }: Observation,
  { fragile }: Pick<IdentifyOptions, 'fragile'>,
): PortIdentity => {
  const service = serviceName(protocol, port);
  const isSpared = state === 'open' && isFragile(port) && !fragile;
  return { ...(service && { service }), ...(isSpared && { unspoken: 'fragile' }) };
};

/** Whether there is anything to be learnt by asking. */
export const isWorthALook = (
  { protocol, port, state }: Observation,
  { fragile, sources }: Pick<LookOptions, 'fragile' | 'sources'>,
): boolean => {
  if (state !== 'open' || (isFragile(port) && !fragile)) return false;
  return (
    protocol === 'tcp' ||
    sources.some(({ transport, ports }) => transport === 'udp' && ports.includes(port))
  );
};

/** Looks behind one open port, over one connection or with one datagram. Throws nothing the network could cause. */
export const lookAtPort = async (
  address: string,
  observation: Observation,
  options: LookOptions,
): Promise<PortIdentity> => {
  const { banner, ...identity } = safeTexts(await look(address, observation, options));
  return { ...unlooked(observation, options), ...identity, ...(banner && { banner }) };
};
