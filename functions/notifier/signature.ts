import { createHmac } from 'node:crypto';

/**
 * The header by which a receiver knows that a body is ours and new: `t=<epoch seconds>,v1=<hex HMAC-SHA256>`, over the
 * time, a dot and the body as it was sent. docs/changes.md shows how to check it.
 */
export const signatureOf = (secret: string, body: string, at: Date): string => {
  const seconds = Math.floor(at.getTime() / 1000);
  const v1 = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');
  return `t=${seconds},v1=${v1}`;
};
