import type { Network } from '#shared/domain/network.ts';
import type { HostFindings } from '#shared/domain/observation.ts';
import type { Limits, Summary, Targets } from './engine.ts';

/** How probes are made: by recycled sockets, a socket a probe, or through Node. */
export type SocketsUsed = {
  readonly sockets: 'recycled' | 'single-use' | 'node';
  /** Why nothing cheaper was taken. */
  readonly troubles: readonly string[];
};

/** Hosts go between threads as JSON: to clone their many small objects takes half as long again, at either end. */
export const foundText = (hosts: readonly HostFindings[]): string => JSON.stringify(hosts);

export const foundIn = (text: string): readonly HostFindings[] => JSON.parse(text);

export type ToSweeper =
  | {
      readonly kind: 'sweep';
      readonly targets: Targets;
      readonly limits: Limits;
      readonly forbidden: readonly Network[];
      readonly isCancelled: boolean;
    }
  | { readonly kind: 'cancel' };

export type FromSweeper =
  | ({ readonly kind: 'sockets' } & SocketsUsed)
  | { readonly kind: 'found'; readonly hosts: string }
  | { readonly kind: 'progress'; readonly judged: number; readonly total: number }
  | { readonly kind: 'summary'; readonly summary: Summary }
  | { readonly kind: 'failed'; readonly error: unknown };
