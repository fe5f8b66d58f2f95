import * as z from 'zod';

const LOOPBACK = /^(?:127(?:\.\d{1,3}){3}|\[::1\]|localhost)$/;

/** An address of a store: over TLS, or on this machine. What is sent there bears a secret, and is not to be read on the way. */
export const privateUrl = z.url({ protocol: /^https?$/ }).refine(
  (text) => {
    if (!URL.canParse(text)) return false;
    const { protocol, hostname } = new URL(text);
    return protocol === 'https:' || LOOPBACK.test(hostname);
  },
  { error: 'has to be https' },
);
