/** Text of a secret by its id; undefined where it has none. */
export type ReadSecret = (id: string) => Promise<string | undefined>;

/** A secret is read anew when this old, so that a rotation needs no deployment. */
export const CACHED_SECONDS = 300;
/** Of one try. */
export const TIMEOUT_MS = 2000;

/** Repeating is safe, and the SDK does; left alone it would wait for ever for each try. */
export const patiently = (maxAttempts: number, timeoutMs: number) => ({
  maxAttempts,
  requestHandler: {
    connectionTimeout: timeoutMs,
    requestTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    throwOnRequestTimeout: true,
  },
});
