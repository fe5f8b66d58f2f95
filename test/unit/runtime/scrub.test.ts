import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scrub, scrubText } from '#shared/runtime/scrub.ts';

const SECRET = 'nst_S3cr3t-value';

describe('a text that is logged', () => {
  it.each([
    [`Authorization: Bearer ${SECRET}`],
    [`authorization: basic ${SECRET}`],
    [`connect postgresql://netsweep:${SECRET}@db.example:5432/netsweep failed`],
    [`redis://:${SECRET}@127.0.0.1:6379/0`],
    [`ERR wrong, command was: ["set","k","${SECRET}"]`],
    [`ERR wrong, command was: [["set","k"],\n["${SECRET}"]]`],
    [`Failed query: insert into t values ($1)\nparams: ${SECRET},7`],
  ])('holds no secret: %s', (text) => {
    expect(scrubText(text)).not.toContain(SECRET);
    expect(scrubText(text)).toContain('[scrubbed]');
  });

  it('keeps what is no secret', () => {
    const text = 'GET https://db.example/sql?x=1 answered 400 to task 7 (10.2.0.0/24&22&)';
    expect(scrubText(text)).toBe(text);
  });

  it('is scrubbed in linear time', () => {
    const startedAt = performance.now();
    for (const part of ['Bearer ', 'a://', 'a:', 'params: ', 'command was: '])
      scrubText(part.repeat(20_000));
    expect(performance.now() - startedAt).toBeLessThan(500);
  });

  it('never shows what stands between a scheme and an @', () => {
    const password = fc.stringMatching(/^[A-Za-z0-9]{8,30}$/);
    fc.assert(
      fc.property(password, fc.string(), (hidden, around) => {
        const host = 'h.example';
        const text = scrubText(`${around} postgres://u:${hidden}@${host}`);
        expect(text.slice(around.length)).not.toContain(hidden);
      }),
    );
  });
});

describe('a member that is logged', () => {
  it.each(['authorization', 'Authorization', 'token', 'redis_token', 'postgres_url', 'params'])(
    'is hidden when it is called %s',
    (key) => {
      expect(scrub(key, SECRET)).toBe('[scrubbed]');
    },
  );

  it('is shown otherwise', () => {
    expect(scrub('token_id', 7)).toBe(7);
    expect(scrub('path', '/v1/tasks')).toBe('/v1/tasks');
  });
});
