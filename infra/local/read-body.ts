import type { IncomingMessage } from 'node:http';
import { finished } from 'node:stream/promises';

/**
 * The whole body of a request, or null where it is longer than the limit. What is over it is read and dropped: a client that is
 * answered while it still sends would meet a reset connection instead. Throws where the client goes away.
 */
export const readBody = async (
  request: IncomingMessage,
  limitBytes: number,
): Promise<Buffer | null> => {
  const parts: Buffer[] = [];
  let bytes = 0;
  request.on('data', (part: Buffer) => {
    bytes += part.length;
    if (bytes <= limitBytes) parts.push(part);
    else parts.length = 0;
  });
  await finished(request);
  return bytes > limitBytes ? null : Buffer.concat(parts);
};
