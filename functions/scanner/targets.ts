import { checkNetwork } from '#shared/domain/adopt.ts';
import { DomainError } from '#shared/domain/errors.ts';
import type { Policy } from '#shared/domain/forbidden.ts';
import { probesPerAddress } from '#shared/domain/limits.ts';
import { sizeOf, storedNetwork } from '#shared/domain/network.ts';
import { parsePorts } from '#shared/domain/ports.ts';
import type { Targets } from '#shared/engine/engine.ts';
import type { TakenChunk } from '#shared/store/attempts.ts';

/** What a chunk asks. */
export const targetsOf = (chunk: TakenChunk): Targets => ({
  slice: storedNetwork(chunk.slice),
  exclude: chunk.options.exclude.map(storedNetwork),
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
    checkNetwork(storedNetwork(chunk.slice), { policy, scopes: chunk.scopes.map(storedNetwork) });
    return null;
  } catch (error) {
    if (error instanceof DomainError) return error.message;
    throw error;
  }
};
