import { DomainError } from './errors.ts';
import { formatNetwork, type Network, parseCidr } from './network.ts';
import { formatPorts, type Ports, parsePorts } from './ports.ts';

/** What makes a task the task it is. */
export type TaskIdentity = {
  readonly network: Network;
  readonly tcpPorts: Ports;
  readonly udpPorts: Ports;
};

/** The identity as Redis has it: `10.2.0.0/24&22,443&53`. */
export const formatTaskKey = ({ network, tcpPorts, udpPorts }: TaskIdentity): string =>
  `${formatNetwork(network)}&${formatPorts(tcpPorts)}&${formatPorts(udpPorts)}`;

/**
 * Reads `net&tcp&udp` as any program may have written it: each part is held to its strict grammar, but host bits and
 * unsorted ports are taken. Null when it is anything else.
 */
export const parseTaskKey = (text: string): TaskIdentity | null => {
  const [net, tcp, udp, ...more] = text.split('&', 4);
  if (net === undefined || tcp === undefined || udp === undefined || more.length > 0) return null;
  const network = parseCidr(net);
  const [tcpPorts, udpPorts] = [portsOrNull(tcp), portsOrNull(udp)];
  return network && tcpPorts && udpPorts && { network, tcpPorts, udpPorts };
};

const portsOrNull = (text: string): Ports | null => {
  try {
    return parsePorts(text);
  } catch (error) {
    if (error instanceof DomainError) return null;
    throw error;
  }
};
