import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { checkTaskRequest } from '#shared/domain/check-task.ts';
import { DomainError } from '#shared/domain/errors.ts';
import { readBody } from '#shared/domain/read-body.ts';
import { taskContext } from '#test/support/task-context.ts';

const check = (body: unknown) => checkTaskRequest(body, taskContext());
const good = { networks: ['10.0.0.0/24'] };
const refusal = (pointer: string, code: string) =>
  expect.objectContaining({ code: 'validation-error', errors: [{ pointer, code }] });

describe('a body of the wrong shape', () => {
  it.each([
    ['null', null, '', 'wrong-type'],
    ['a list', [], '', 'wrong-type'],
    ['a number', 7, '', 'wrong-type'],
    ['no networks', {}, '/networks', 'wrong-type'],
    ['empty networks', { networks: [] }, '/networks', 'too-small'],
    ['a number as a network', { networks: ['10.0.0.1', 7] }, '/networks/1', 'wrong-type'],
    ['a property of the answer', { ...good, query_status: 2 }, '/query_status', 'unknown-property'],
    [
      'an inherited name',
      { ...good, constructor: { prototype: 1 } },
      '/constructor',
      'unknown-property',
    ],
    ['an odd property name', { ...good, '<script>': 1 }, '', 'unknown-property'],
    ['an odd name deeper down', { ...good, options: { 'a b': 1 } }, '/options', 'unknown-property'],
    ['a rate in words', { ...good, options: { rate: '5000' } }, '/options/rate', 'wrong-type'],
    ['half a probe', { ...good, options: { rate: 0.5 } }, '/options/rate', 'wrong-type'],
    ['no schedule, as null', { ...good, schedule: null }, '/schedule', 'wrong-type'],
    ['an empty schedule', { ...good, schedule: {} }, '/schedule', 'no-time'],
    [
      'an unknown mode',
      { ...good, options: { discovery: 'psychic' } },
      '/options/discovery',
      'not-allowed',
    ],
    [
      'rate_per_host 0',
      { ...good, options: { rate_per_host: 0 } },
      '/options/rate_per_host',
      'too-small',
    ],
    [
      '101 times',
      {
        ...good,
        schedule: { cron: Array(50).fill('0 0 * * *'), at: Array(51).fill(1_999_999_999) },
      },
      '/schedule',
      'too-big',
    ],
  ])('%s: the place and the reason are named', (_, body, pointer, code) => {
    expect(() => check(body)).toThrow(refusal(pointer, code));
  });

  it('has an own __proto__, at any depth', () => {
    for (const text of [
      '{"networks":["10.0.0.0/24"],"__proto__":{"admin":true}}',
      '{"networks":["10.0.0.0/24"],"options":{"__proto__":null}}',
      '{"networks":[{"__proto__":1}]}',
    ])
      expect(() => check(JSON.parse(text))).toThrow(refusal('', 'wrong-shape'));
  });

  it('is more than eight levels deep', () => {
    const nested = (depth: number): unknown => JSON.parse('['.repeat(depth) + ']'.repeat(depth));
    expect(readBody(z.unknown(), nested(8))).toEqual(nested(8));
    expect(() => readBody(z.unknown(), nested(9))).toThrow(refusal('', 'wrong-shape'));
    expect(() => readBody(z.unknown(), nested(30_000))).toThrow(refusal('', 'wrong-shape'));
  });
});

describe('60 KB in one place are refused within 5 ms', () => {
  const long = (text: string) => text.repeat(Math.ceil(60_000 / text.length));
  it.each<[string, unknown]>([
    ['a network of dots', { networks: [long('1.')] }],
    ['a network of colons', { networks: [long(':')] }],
    ['a network of slashes', { networks: [`10.0.0.0/${long('0')}`] }],
    ['a range of dashes', { networks: [long('-')] }],
    ['TCP ports', { ...good, tcp_ports: long('1,') }],
    ['ports of presets', { ...good, tcp_ports: `${long('top-100,').slice(0, 2040)}x` }],
    ['ports of dashes', { ...good, tcp_ports: long('1-').slice(0, 2048) }],
    ['a label', { ...good, label: long('😀') }],
    ['a cron line', { ...good, schedule: { cron: [long('0,')] } }],
    ['a cron line of spaces', { ...good, schedule: { cron: [long(' ')] } }],
    ['a time zone', { ...good, schedule: { cron: ['0 0 * * *'], timezone: long('A/') } }],
    ['an exclusion', { ...good, options: { exclude: [long('1:')] } }],
    ['a mode', { ...good, options: { discovery: long('a') } }],
    ['a property name', { ...good, [long('a')]: 1 }],
    [
      'many properties',
      { ...good, ...Object.fromEntries(Array.from({ length: 8000 }, (_, i) => [`p${i}`, 1])) },
    ],
    ['a list of lists', { networks: Array.from({ length: 20_000 }, () => []) }],
  ])('%s', (_, body) => {
    // Twenty tries, because a busy machine may take the processor away from some of them.
    const quick = Array.from({ length: 20 }).some(() => {
      const startedAt = performance.now();
      const code = refusalOf(body);
      const tookMs = performance.now() - startedAt;
      expect(code).toBe('validation-error');
      return tookMs < 5;
    });
    expect(quick).toBe(true);
  });
});

const refusalOf = (body: unknown): string => {
  try {
    check(body);
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    throw error;
  }
  return 'accepted';
};
