import { Redis } from '@upstash/redis';

/** Longest a command may take before the call throws a TimeoutError. */
const TIMEOUT_MS = 5_000;

/**
 * Redis over Upstash's REST. Nothing is retried by the client (it would repeat commands whose reply was lost), replies
 * stay as they are (parsing would turn old programs' text into numbers), and a timeout throws: given as a value, the
 * signal would make an aborted read look like an empty list.
 */
export const openRedis = (url: string, token: string, timeoutMs = TIMEOUT_MS): Redis =>
  new Redis({
    url,
    token,
    retry: { retries: 0 },
    signal: () => AbortSignal.timeout(timeoutMs),
    enableAutoPipelining: false,
    automaticDeserialization: false,
    enableTelemetry: false,
  });
