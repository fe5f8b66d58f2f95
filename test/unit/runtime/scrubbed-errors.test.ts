import { expect, it } from 'vitest';
import { withScrubbedErrors } from '#shared/runtime/scrubbed-errors.ts';
import { listeningLog } from '#test/support/listening-log.ts';

const thrownBy = async (error: unknown) => {
  const log = listeningLog();
  const handler = withScrubbedErrors(log, () => Promise.reject(error));
  const outside = await handler({}, {}).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  return { outside, log };
};

it('keeps an error from telling outside what its driver quotes, in its words, members and causes', async () => {
  const cause = new Error('WRONGTYPE, command was: ["eval","canary"]');
  const error = new TypeError('Failed query: select $1\nparams: canary', { cause });
  const { outside, log } = await thrownBy(Object.assign(error, { params: ['canary'] }));
  expect(outside).toMatchObject({ name: 'TypeError' });
  expect(String(outside)).toContain('Failed query: select $1');
  const all = Object.getOwnPropertyNames(outside).map((name) => Reflect.get(Object(outside), name));
  expect(JSON.stringify(all)).not.toContain('canary');
  expect(outside).not.toHaveProperty('cause');
  expect(log.lines).toEqual([{ level: 'error', message: 'failed', extra: { error } }]);
});

it('makes an error of whatever else is thrown', async () => {
  const { outside } = await thrownBy('postgres://u:canary@h/db');
  expect(outside).toBeInstanceOf(Error);
  expect(String(outside)).not.toContain('canary');
});

it('gives back what the handler returns', async () => {
  const handler = withScrubbedErrors(listeningLog(), async (event: number) => event + 1);
  expect(await handler(1, {})).toBe(2);
});
