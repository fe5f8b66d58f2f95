import { refusalOfNetwork } from '#shared/domain/adopt.ts';
import type { DomainError } from '#shared/domain/errors.ts';
import { forbiddenNetworks, type Policy } from '#shared/domain/forbidden.ts';
import { probesPerAddress } from '#shared/domain/limits.ts';
import { type Network, sizeOf, storedNetwork } from '#shared/domain/network.ts';
import { parsePorts } from '#shared/domain/ports.ts';
import type { Targets } from '#shared/engine/engine.ts';
import type { TakenChunk } from '#shared/store/attempts.ts';

/** What a chunk asks. */
export const targetsOf = (chunk: TakenChunk): Targets => ({
  slice: storedNetwork(chunk.slice),
  exclude: [...chunk.options.exclude, ...chunk.exclusions].map(storedNetwork),
  tcpPorts: parsePorts(chunk.tcpPorts),
  udpPorts: parsePorts(chunk.udpPorts),
});

/** (address, port) pairs of a chunk, as its run was planned. */
export const pairsOf = (chunk: TakenChunk): number => {
  const { slice, tcpPorts, udpPorts } = targetsOf(chunk);
  return Number(sizeOf(slice)) * probesPerAddress(tcpPorts, udpPorts);
};

/**
 * Why a chunk may not be probed (any more), or null. Its run may hold more than the chunk does, so that all of it is
 * excluded is no reason: then there is nothing to probe.
 */
export const refusalOf = (chunk: TakenChunk, policy: Policy): DomainError | null => {
  const scopes = chunk.scopes.map(storedNetwork);
  return refusalOfNetwork(storedNetwork(chunk.slice), { policy, scopes, exclusions: [] });
};

/** What no probe may reach, looked up in the very bytes before each. */
export const forbiddenIn = ({ exclusions }: TakenChunk, policy: Policy): readonly Network[] => [
  ...forbiddenNetworks(policy),
  ...exclusions.map(storedNetwork),
];
