import { describe, expect, it } from 'vitest';
import { wireProblem } from '#shared/domain/wire.ts';
import { apiWith, sendsJson } from '#test/support/api-with.ts';
import { badInputs } from '#test/support/bad-inputs.ts';

describe('a bad body of POST /v1/tasks', () => {
  it('is one of 97', () => {
    expect(badInputs).toHaveLength(97);
  });

  it.each(badInputs)('$name is refused and creates nothing', async (bad) => {
    const api = apiWith();
    const answer = await api.ask(bad.request);
    const problem = wireProblem.parse(answer.body);
    expect({ status: answer.status, type: problem.type }).toEqual({
      status: expect.toBeOneOf(bad.statuses),
      type: expect.toBeOneOf(bad.types),
    });
    expect(answer.headers).toMatchObject({ 'content-type': 'application/problem+json' });
    expect(problem.status).toBe(answer.status);
    expect(api.created).toEqual([]);
  });

  it('differs from a good one, which is created', async () => {
    const api = apiWith();
    const body = '{"networks":["10.0.0.0/24"],"tcp_ports":"22"}';
    const headers = sendsJson('operator');
    const answer = await api.ask({ method: 'POST', path: '/v1/tasks', headers, body });
    expect(answer.status).toBe(201);
    expect(api.created).toHaveLength(1);
  });
});
