import { describe, expect, it } from 'vitest';
import { verdictOf } from '#shared/engine/errno.ts';
import { isFromHost, meaningOf, VERDICT } from '#shared/engine/verdict.ts';

describe('errno', () => {
  it.each([
    ['ECONNREFUSED', 'closed', 'conn-refused', true],
    ['ECONNRESET', 'open', 'syn-ack', true],
    ['EPIPE', 'open', 'syn-ack', true],
    ['EHOSTUNREACH', 'filtered', 'host-unreach', false],
    ['ENETUNREACH', 'filtered', 'net-unreach', false],
    ['ENOPROTOOPT', 'filtered', 'proto-unreach', false],
    ['EACCES', 'filtered', 'admin-prohibited', false],
    ['ETIMEDOUT', 'filtered', 'no-response', false],
    ['EPERM', 'untestable', 'blocked-here', false],
  ])('%s from the network means %s, %s; a sign of life: %s', (errno, state, reason, isAlive) => {
    const verdict = verdictOf(errno, false);
    expect(meaningOf('tcp', verdict)).toEqual({ state, reason });
    expect(isFromHost(verdict)).toBe(isAlive);
  });

  it.each(['EMFILE', 'ENFILE', 'EADDRNOTAVAIL', 'EAGAIN', 'ENOBUFS', 'ENOMEM', 'EWHATEVER'])(
    '%s is a failure at our own end, whenever it comes',
    (errno) => {
      expect(verdictOf(errno, true)).toBe(VERDICT.localFailure);
      expect(verdictOf(errno, false)).toBe(VERDICT.localFailure);
    },
  );

  it.each(['ENETUNREACH', 'EHOSTUNREACH'])(
    '%s that the call itself returned is a failure at our own end',
    (errno) => expect(verdictOf(errno, true)).toBe(VERDICT.localFailure),
  );

  it('takes an error without a code for our own', () => {
    expect(verdictOf(undefined, false)).toBe(VERDICT.localFailure);
  });

  it('knows when our own network is gone', () => {
    expect(verdictOf('ENETDOWN', true)).toBe(VERDICT.networkDown);
  });

  it('makes no observation of what failed at our own end', () => {
    for (const verdict of [VERDICT.none, VERDICT.localFailure, VERDICT.networkDown]) {
      expect(meaningOf('tcp', verdict)).toBeNull();
      expect(meaningOf('udp', verdict)).toBeNull();
    }
  });

  it('reads UDP in its own words', () => {
    expect(meaningOf('udp', VERDICT.open)).toEqual({ state: 'open', reason: 'udp-response' });
    expect(meaningOf('udp', VERDICT.closed)).toEqual({ state: 'closed', reason: 'port-unreach' });
    expect(meaningOf('udp', VERDICT.silent)).toEqual({
      state: 'open|filtered',
      reason: 'no-response',
    });
  });
});
