import { InvalidArgumentError } from 'commander';
import { when } from './when.ts';

const WHOLE = /^(?:0|[1-9][0-9]{0,14})$/;

/** Reads a whole number from `min` on, for commander. */
export const whole =
  (min: number, max = Number.MAX_SAFE_INTEGER) =>
  (text: string): number => {
    const value = WHOLE.test(text) ? Number(text) : Number.NaN;
    if (value >= min && value <= max) return value;
    const upTo = max === Number.MAX_SAFE_INTEGER ? 'on' : `to ${max}`;
    throw new InvalidArgumentError(`It is a whole number from ${min} ${upTo}.`);
  };

const readId = whole(1);

/** Reads the id of a task or a run. */
export const id = (text: string): number => readId(text);

/** Reads several ids; each once. */
export const ids = (text: string, before: readonly number[] | undefined): number[] => [
  ...new Set([...(before ?? []), readId(text)]),
];

/** Reads items with commas between, over one or several uses of a flag. */
export const items = (text: string, before: readonly string[] | undefined): string[] => [
  ...(before ?? []),
  ...text.split(',').map((item) => item.trim()),
];

/** Reads a text that may hold commas, over one or several uses of a flag. */
export const lines = (text: string, before: readonly string[] | undefined): string[] => [
  ...(before ?? []),
  text,
];

/** Reads the id of a change, or a time. */
export const sinceIdOrTime = (text: string): number | string =>
  WHOLE.test(text) ? Number(text) : when(text).toISOString();
