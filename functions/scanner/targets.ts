import { checkNetwork } from '#shared/domain/adopt.ts';
import { DomainError } from '#shared/domain/errors.ts';
import type { Policy } from '#shared/domain/forbidden.ts';
import { probesPerAddress } from '#shared/domain/limits.ts';
import { type Network, parseCidr, sizeOf } from '#shared/domain/network.ts';
import { parsePorts } from '#shared/domain/ports.ts';
import type { Targets } from '#shared/engine/engine.ts';
import type { TakenChunk } from '#shared/store/attempts.ts';

const stored = (cidr: string): Network => {
  const network = parseCidr(cidr);
  if (!network) throw new Error('a stored network does not parse');
  return network;
};

/** What a chunk asks. */
export const targetsOf = (chunk: TakenChunk): Targets => ({
  slice: stored(chunk.slice),
  exclude: chunk.options.exclude.map(stored),
  tcpPorts: parsePorts(chunk.tcpPorts),
  udpPorts: parsePorts(chunk.udpPorts),
});

/** (address, port) pairs of a chunk, as its run was planned. */
export const pairsOf = (chunk: TakenChunk): number => {
  const { slice, tcpPorts, udpPorts } = targetsOf(chunk);
  return Number(sizeOf(slice)) * probesPerAddress(tcpPorts, udpPorts);
};

/** Why a chunk may not be probed (any more), or null. */
export const refusalOf = (chunk: TakenChunk, policy: Policy): string | null => {
  try {
    checkNetwork(stored(chunk.slice), { policy, scopes: chunk.scopes.map(stored) });
    return null;
  } catch (error) {
    if (error instanceof DomainError) return error.message;
    throw error;
  }
};
