import { expect, it } from 'vitest';
import { isTftpReply } from '#shared/engine/tftp-reply.ts';

it.each([
  [50_123, 3, true],
  [50_123, 5, true],
  [50_123, 6, true],
  // What no server sends, and what is too short to tell.
  [50_123, 1, false],
  [50_123, -1, false],
  // A late answer of a service that was asked for itself.
  [53, 5, false],
])('a datagram from port %i that begins with %i', (port, start, expected) => {
  expect(isTftpReply(port, start)).toBe(expected);
});
