import { isIP } from 'node:net';
import type { Family } from '#shared/domain/address.ts';
import type { Verdict } from './verdict.ts';

/** Where one probe goes: a numeric address, never a name. */
export type Destination = {
  readonly address: string;
  readonly family: Family;
  readonly port: number;
};

/** Called with what the probe taught; calls after the first mean nothing. */
export type Settle = (verdict: Verdict) => void;

/** Ends a probe: closes its socket now, whatever its state. */
export type End = () => void;

type Found = (error: Error | null, address: string, family: number) => void;

/** In place of DNS: an address is itself, and anything else is a bug. */
export const numericOnly = (host: string, options: unknown, found?: Found): void => {
  const family = isIP(host);
  if (family === 0) throw new Error('only numeric addresses are probed, names are never looked up');
  const done = typeof options === 'function' ? (options as Found) : found;
  done?.(null, host, family);
};
