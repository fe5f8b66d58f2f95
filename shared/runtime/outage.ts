/** Which unknown errors are somebody else's outage (worth a retry) rather than our bug. */

/** Names of errors that only a store or service out of reach gives. */
const OUTAGE_NAMES = new Set([
  'TimeoutError',
  'AbortError',
  'GetParameterError',
  'UpstashJSONParseError',
]);

/** Socket, name and TLS failures of Node, its fetch and the drivers. */
const OUTAGE_CODE =
  /^(?:E(?:CONN(?:REFUSED|RESET|ABORTED)|TIMEDOUT|PIPE|PROTO|HOSTUNREACH|NETUNREACH|NOTFOUND|AI_AGAIN)|UND_ERR_\w+|(?:CERT|ERR_TLS|ERR_SSL|UNABLE_TO)_\w+|(?:DEPTH_ZERO_)?SELF_SIGNED_CERT(?:_IN_CHAIN)?|HOSTNAME_MISMATCH|INVALID_CA)$/;

/**
 * Postgres out of connections, shutting down, starting, read-only or full: classes 08, 53, 57P and 25006; or so busy that
 * it undid the statement for another's sake each time it was tried.
 */
const OUTAGE_SQLSTATE = /^(?:08\w{3}|40001|40P01|53\w{3}|57P\w{2}|25006)$/;

/** Upstash answers with a status that the client drops; what Redis itself says starts with its own word. */
const REDIS_REFUSAL = /(?:ERR|WRONGTYPE|NOSCRIPT|NOPERM|EXECABORT) /;

/** How deep causes are followed; a cycle ends there too. */
const MAX_DEPTH = 8;

/** True when the error, or one that caused it, says that a store or service cannot be reached or cannot serve. */
export const isOutage = (error: unknown, depth = 0): boolean => {
  if (!(error instanceof Error) || depth > MAX_DEPTH) return false;
  return saysOutage(error) || causesOf(error).some((cause) => isOutage(cause, depth + 1));
};

const saysOutage = (error: Error): boolean => {
  const code = 'code' in error ? String(error.code) : '';
  if (OUTAGE_NAMES.has(error.name) || OUTAGE_CODE.test(code) || OUTAGE_SQLSTATE.test(code))
    return true;
  return error.name === 'UpstashError' && !REDIS_REFUSAL.test(error.message);
};

/** `sourceError` is where Neon's driver keeps what its fetch threw; an AggregateError has one a tried address. */
const causesOf = (error: Error): unknown[] => [
  error.cause,
  ...('sourceError' in error ? [error.sourceError] : []),
  ...(error instanceof AggregateError ? error.errors : []),
];
