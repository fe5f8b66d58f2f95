import { ApiError } from '#client/api-error.ts';
import { printable } from '#shared/domain/printable.ts';

const HINTS: Readonly<Record<string, string>> = {
  unauthenticated: 'Name a valid token with --token or NETSWEEP_TOKEN.',
  forbidden: 'Ask for a token with the role that this needs.',
  'scope-denied':
    'A stack of your own takes its scopes from NETSWEEP_SCOPES when it starts: name only what you may probe.',
  'not-found': '"netsweep tasks" lists what is there.',
  'run-live': 'Wait for that run, or watch it with "netsweep runs".',
  'rate-limited': 'Try again in a while.',
};
/** Where the places that are wrong say more than the sentence. */
const WITH_PLACES = new Set(['validation-error', 'schedule-invalid']);

const placesOf = ({ code, errors }: ApiError): string => {
  if (!WITH_PLACES.has(code) || errors.length === 0) return '';
  const places = errors.map(({ pointer, code: what }) => `${pointer || 'the request'}: ${what}`);
  return ` (${places.join(', ')})`;
};

const ended = (sentence: string): string => (/[.!?]$/.test(sentence) ? sentence : `${sentence}.`);

const apiErrorWords = (error: ApiError): string => {
  const hint = HINTS[error.code];
  const said = error.message + placesOf(error);
  return hint === undefined ? said : `${ended(said)} ${hint}`;
};

const wordsOf = (error: unknown): string => {
  if (error instanceof ApiError) return apiErrorWords(error);
  return error instanceof Error ? error.message || error.name : String(error);
};

/** One line that says what is wrong and, where we know, what would be right. */
export const errorLine = (error: unknown): string =>
  `error: ${printable(wordsOf(error).replace(/\s*[\r\n]+\s*/g, ' '))}`;
