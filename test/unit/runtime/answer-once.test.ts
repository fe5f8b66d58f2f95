import { describe, expect, it } from 'vitest';
import { DomainError } from '#shared/domain/errors.ts';
import { answerOnce, type Begun, nameOf, type RequestLog } from '#shared/runtime/answer-once.ts';
import { requestOf } from '#shared/runtime/http-request.ts';
import { httpEvent } from '#test/support/http-event.ts';

const asked = (headers = {}) => requestOf(httpEvent({ method: 'POST', body: '{}', headers }));

/** Keeps named requests nowhere, but says what was to be kept. */
const notebook = (begun: Partial<Begun>[] = [{}], failing = false) => {
  const notes: string[] = [];
  const note = async (text: string): Promise<void> => {
    notes.push(text);
    if (failing) throw new Error('Postgres is down');
  };
  const log: RequestLog = {
    begin: async () => ({ verdict: 'begun', id: 'id', ...(begun.shift() ?? {}) }),
    answer: (id, status, reply) => note(`answer ${id} ${status} ${JSON.stringify(reply)}`),
    withdraw: (id) => note(`withdraw ${id}`),
    suspend: (id) => note(`suspend ${id}`),
  };
  const answer = (work: (id: string) => Promise<unknown>) =>
    answerOnce(asked(), '1:k', 201, log, work);
  return { notes, answer };
};
const mustNotWork = () => Promise.reject(new Error('must not be done'));

describe('a named request', () => {
  it('is done with its id, and its answer is kept', async () => {
    const { notes, answer } = notebook();
    expect(await answer(async (id) => ({ made: id }))).toEqual({ made: 'id' });
    expect(notes).toEqual(['answer id 201 {"made":"id"}']);
  });

  it('is not done again once it was answered, also where there was nothing to say', async () => {
    const { answer } = notebook([
      { verdict: 'answered', reply: { a: 1 } },
      { verdict: 'answered', reply: null },
    ]);
    expect(await answer(mustNotWork)).toEqual({ a: 1 });
    expect(await answer(mustNotWork)).toBeUndefined();
  });

  it('waits for whoever is at it', async () => {
    const { answer } = notebook([{ verdict: 'busy' }, { verdict: 'answered', reply: 'theirs' }]);
    expect(await answer(mustNotWork)).toBe('theirs');
  });

  it('is refused where its name stands for another', async () => {
    const { notes, answer } = notebook([{ verdict: 'other' }]);
    await expect(answer(mustNotWork)).rejects.toMatchObject({ code: 'idempotency-key-reused' });
    expect(notes).toEqual([]);
  });

  it('gives its name back after a refusal, and keeps it while nobody knows what was done', async () => {
    const refusal = new DomainError('run-live', 'It runs.');
    const outage = new DomainError('dependency-unavailable', 'Later.');
    for (const [error, noted] of [
      [refusal, 'withdraw id'],
      [outage, 'suspend id'],
      [new Error('lost'), 'suspend id'],
    ] as const) {
      for (const failing of [false, true]) {
        const { notes, answer } = notebook([{}], failing);
        await expect(answer(() => Promise.reject(error))).rejects.toBe(error);
        expect(notes).toEqual([noted]);
      }
    }
  });

  it('is named for its caller alone, in visible characters', () => {
    expect(nameOf(asked(), 'token:7')).toBeNull();
    expect(nameOf(asked({ 'Idempotency-Key': 'a:b' }), 'token:7')).toBe('token:7 a:b');
    for (const key of ['', ' ', 'a b', 'é', 'x'.repeat(256)])
      expect(() => nameOf(asked({ 'Idempotency-Key': key }), 'token:7')).toThrow(DomainError);
  });
});
