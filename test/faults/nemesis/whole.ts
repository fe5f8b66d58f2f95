import { InvalidArgumentError } from 'commander';

/** Reads the value of an option as a whole number of at least 1. */
export const whole = (text: string): number => {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('a whole number of at least 1 is needed');
};
