/** Names of members that hold a secret or raw input, whatever their value looks like. */
const SECRET_KEYS =
  /^(?:authorization|cookie|password|token|redis_token|redis_url|postgres_url|neon-connection-string|params)$/i;

/** How secrets look inside other text: in a header, in a URL, in a driver's message. */
const patterns: readonly (readonly [RegExp, string])[] = [
  [/\b(Bearer|Basic) +[^\s"',]+/gi, '$1 [scrubbed]'],
  [/\b([a-z][a-z0-9+.-]{1,20}:\/\/)[^\s/@"']{1,1000}@/gi, '$1[scrubbed]@'],
  // Upstash's client puts the whole command into its errors, drizzle the parameters of the statement.
  [/command was: .*/gs, 'command was: [scrubbed]'],
  [/^params: .*/gm, 'params: [scrubbed]'],
];

/** The text without tokens, passwords of URLs, and commands or parameters that drivers quote. */
export const scrubText = (text: string): string =>
  patterns.reduce((scrubbed, [pattern, by]) => scrubbed.replace(pattern, by), text);

/** A JSON replacer: scrubs every text, and hides members by their name. */
export const scrub = (key: string, value: unknown): unknown => {
  if (SECRET_KEYS.test(key)) return '[scrubbed]';
  return typeof value === 'string' ? scrubText(value) : value;
};
