import { afterEach, describe, expect, it } from 'vitest';
import { functions } from '#infra/functions.ts';
import { type FunctionName, readEnvironment, readKill } from '#shared/runtime/environment.ts';

const before = process.env;
afterEach(() => {
  process.env = before;
});

const names = Object.keys(functions) as FunctionName[];
const complete = {
  NETSWEEP_SECRET_ID: 'id',
  NETSWEEP_POLICY: 'lambda',
  NETSWEEP_FUNCTION_SECRETS: 'netsweep/',
  NETSWEEP_FANOUT_FUNCTION: 'fanout',
  NETSWEEP_NOTIFIER_FUNCTION: 'notifier',
  NETSWEEP_SCANNER_FUNCTION: 'scanner',
  NETSWEEP_WINDOW: '100',
  NETSWEEP_IN_FLIGHT: '900',
};

describe('the environment', () => {
  it.each(names)(
    'of %s is read, numbers as numbers, and what it does not know left out',
    (name) => {
      process.env = { ...complete, HOME: '/root' };
      const read: Record<string, unknown> = readEnvironment(name);
      expect(read).toMatchObject({ NETSWEEP_SECRET_ID: 'id' });
      expect(read).not.toHaveProperty('HOME');
      if (name === 'fanout') expect(read).toMatchObject({ NETSWEEP_WINDOW: 100 });
    },
  );

  it.each(names)('of %s that is empty is refused with the name of each key', (name) => {
    process.env = {};
    expect(() => readEnvironment(name)).toThrow(
      /^environment of \w+ is wrong: .*NETSWEEP_SECRET_ID/,
    );
  });

  it.each([
    ['NETSWEEP_WINDOW', '0'],
    ['NETSWEEP_WINDOW', 'many'],
    ['NETSWEEP_POLICY', 'canary'],
    ['NETSWEEP_NEON_ENDPOINT', 'canary'],
    ['NETSWEEP_SECRET_ID', ''],
  ])('with a wrong %s is refused by its name, without its value', (key, value) => {
    process.env = { ...complete, [key]: value };
    expect(() => readEnvironment('fanout')).toThrow(new RegExp(`${key}: (?!.*canary)`));
  });
});

describe('the place where a test wants a process to die', () => {
  const told = (text: string | undefined) => {
    process.env = text === undefined ? {} : { NETSWEEP_KILL: text };
    return readKill(['here', 'there']);
  };

  it('is none, where no test asks for one', () => {
    expect(told(undefined)).toBeNull();
  });

  it('is a name of the list, the first time or the nth', () => {
    expect(told('there')).toEqual({ point: 'there', nth: 1 });
    expect(told('here:20')).toEqual({ point: 'here', nth: 20 });
  });

  it.each(['', 'her', 'here:', 'here:0', 'here:-1', 'here:1.5', 'here:x', 'here:1:1', 'here: 1'])(
    'is not "%s"',
    (text) => {
      expect(() => told(text)).toThrow('NETSWEEP_KILL is name:nth');
    },
  );
});
