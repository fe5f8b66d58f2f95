import { describe, expect, it } from 'vitest';
import { verdictOfIcmp } from '#shared/engine/icmp-verdict.ts';
import { ERRNO } from '#shared/engine/libc-names.ts';
import { VERDICT } from '#shared/engine/verdict.ts';

const { ECONNREFUSED, EHOSTUNREACH, ENETUNREACH, EACCES, EMSGSIZE, ENOPROTOOPT, EPROTO } = ERRNO;

describe('ICMP errors', () => {
  it.each([
    ['port unreachable', 4, 3, 3, ECONNREFUSED, VERDICT.closed],
    ['port unreachable', 6, 1, 4, ECONNREFUSED, VERDICT.closed],
    ['host unreachable', 4, 3, 1, EHOSTUNREACH, VERDICT.hostUnreachable],
    ['address unreachable', 6, 1, 3, EHOSTUNREACH, VERDICT.hostUnreachable],
    ['network unreachable', 4, 3, 0, ENETUNREACH, VERDICT.netUnreachable],
    ['no route', 6, 1, 0, ENETUNREACH, VERDICT.netUnreachable],
    ['protocol unreachable', 4, 3, 2, ENOPROTOOPT, VERDICT.protocolUnreachable],
    ['network prohibited', 4, 3, 9, ENETUNREACH, VERDICT.prohibited],
    ['host prohibited', 4, 3, 10, EHOSTUNREACH, VERDICT.prohibited],
    ['communication prohibited', 4, 3, 13, EHOSTUNREACH, VERDICT.prohibited],
    ['administratively prohibited', 6, 1, 1, EACCES, VERDICT.prohibited],
    ['policy failed', 6, 1, 5, EACCES, VERDICT.prohibited],
    ['time exceeded', 4, 11, 0, EHOSTUNREACH, VERDICT.hostUnreachable],
    ['fragmentation needed', 4, 3, 4, EMSGSIZE, null],
    ['parameter problem', 6, 4, 0, EPROTO, null],
  ] as const)('%s of IPv%i', (_, family, type, code, errno, verdict) => {
    expect(verdictOfIcmp(family, { type, code, errno, isFromHost: true })).toBe(verdict);
  });

  it.each([
    [4, 3, 3],
    [6, 1, 4],
  ] as const)(
    'a port that somebody on the way calls unreachable is filtered (IPv%i)',
    (family, type, code) => {
      const error = { type, code, errno: ECONNREFUSED, isFromHost: false };
      expect(verdictOfIcmp(family, error)).toBe(VERDICT.prohibited);
    },
  );
});
