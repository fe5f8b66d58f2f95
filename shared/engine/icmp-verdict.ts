import type { Family } from '#shared/domain/address.ts';
import { verdictOfArrived } from './errno-verdict.ts';
import { VERDICT, type Verdict } from './verdict.ts';

/** Types and codes of RFC 792 with RFC 1812 §5.2.7.1, and of RFC 4443 §3.1. */
const UNREACHABLE = { 4: 3, 6: 1 } as const;
const PORT_UNREACHABLE = { 4: 3, 6: 4 } as const;
const PROHIBITED = { 4: [9, 10, 13], 6: [1, 5, 6] } as const;

export type IcmpError = {
  readonly type: number;
  readonly code: number;
  /** What the kernel makes of the two. */
  readonly errno: number;
  /** Sent by the address that was asked, not by somebody on the way. */
  readonly isFromHost: boolean;
};

/**
 * What an ICMP error says about the port; null when it says nothing. That a port is unreachable only the host itself
 * can know: a firewall on the way that says so is rejecting.
 */
export const verdictOfIcmp = (family: Family, error: IcmpError): Verdict | null => {
  const verdict =
    error.type === UNREACHABLE[family]
      ? verdictOfUnreachable(family, error)
      : verdictOfArrived(error.errno);
  return verdict === VERDICT.localFailure ? null : verdict;
};

const verdictOfUnreachable = (family: Family, { code, errno, isFromHost }: IcmpError): Verdict => {
  const prohibited: readonly number[] = PROHIBITED[family];
  if (prohibited.includes(code)) return VERDICT.prohibited;
  if (code !== PORT_UNREACHABLE[family]) return verdictOfArrived(errno);
  return isFromHost ? VERDICT.closed : VERDICT.prohibited;
};
