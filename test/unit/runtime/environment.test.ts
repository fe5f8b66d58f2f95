import { afterEach, describe, expect, it } from 'vitest';
import { functions } from '#infra/functions.ts';
import { type FunctionName, readEnvironment } from '#shared/runtime/environment.ts';

const before = { ...process.env };
afterEach(() => {
  process.env = { ...before };
});

const names = Object.keys(functions) as FunctionName[];
const complete = {
  NETSWEEP_SECRET_ID: 'id',
  NETSWEEP_POLICY: 'lambda',
  NETSWEEP_FANOUT_FUNCTION: 'fanout',
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
