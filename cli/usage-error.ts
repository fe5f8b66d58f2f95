/** The caller asked for something that makes no sense; the message says what would be right. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
