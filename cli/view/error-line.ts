import { ApiError, Outage } from '#client/api-error.ts';
import { printable } from '#shared/domain/printable.ts';

const HINTS: Readonly<Record<string, string>> = {
  unauthenticated: 'Name a valid token with --token or NETSWEEP_TOKEN.',
  forbidden: 'Ask an admin for a token with the role that this needs ("netsweep tokens add").',
  'scope-denied':
    'A stack of your own takes its scopes from NETSWEEP_SCOPES when it starts, an admin adds more with "netsweep scopes add": name only what you may probe.',
  'not-found': '"netsweep tasks" lists what is there.',
  'run-live': 'Wait for that run, or look on with "netsweep watch RUN".',
  'too-many-addresses': 'Name smaller networks.',
  'too-many-probes': 'Name smaller networks or fewer ports; "netsweep estimate" counts them.',
  'rate-too-low':
    'Name a higher --rate, or less to probe; "netsweep estimate" tells how long it takes.',
  'schedule-invalid': 'A line is written --cron "45 1 * * *".',
  'rate-limited': 'Try again in a while.',
  'quota-exceeded': 'Wait for what is under way, or "netsweep cancel RUN".',
  'dependency-unavailable': 'Try again in a while.',
};
const OUTAGE_HINT = 'Is it up, and is --api right? "netsweep up" starts a stack on this machine.';
/** Where the places that are wrong say more than the sentence. */
const WITH_PLACES = new Set(['validation-error', 'schedule-invalid']);

const placesOf = ({ code, errors }: ApiError): string => {
  if (!WITH_PLACES.has(code) || errors.length === 0) return '';
  const places = errors.map(({ pointer, code: what }) => `${pointer || 'the request'}: ${what}`);
  return ` (${places.join(', ')})`;
};

const ended = (sentence: string): string => (/[.!?]$/.test(sentence) ? sentence : `${sentence}.`);

/** Whose task it is that is there already is said to nobody but its owner. */
const hintOf = ({ code, body }: ApiError): string | undefined =>
  code === 'duplicate-task' && typeof body.existing_id === 'number'
    ? `It is task ${body.existing_id}: "netsweep task edit ${body.existing_id}" changes it.`
    : HINTS[code];

const withHint = (said: string, hint: string | undefined): string =>
  hint === undefined ? said : `${ended(said)} ${hint}`;

/** Nobody was there, as far as we know. */
const isUnreached = (error: unknown): error is Outage =>
  error instanceof Outage && error.message.startsWith('cannot reach');

const wordsOf = (error: unknown): string => {
  if (error instanceof ApiError) return withHint(error.message + placesOf(error), hintOf(error));
  if (isUnreached(error)) return withHint(error.message, OUTAGE_HINT);
  return error instanceof Error ? error.message || error.name : String(error);
};

/** One line that says what is wrong and, where we know, what would be right. */
export const errorLine = (error: unknown): string =>
  `error: ${printable(wordsOf(error).replace(/\s*[\r\n]+\s*/g, ' '))}`;
