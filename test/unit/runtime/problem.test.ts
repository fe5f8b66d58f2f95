import { describe, expect, it } from 'vitest';
import { DomainError } from '#shared/domain/errors.ts';
import { wireProblem } from '#shared/domain/wire.ts';
import { headersOf, problemOf } from '#shared/runtime/problem.ts';

describe('a DomainError', () => {
  it('becomes a problem with its code, message and pointers', () => {
    const errors = [{ pointer: '/networks/0', code: 'not-a-network' }];
    const problem = problemOf(new DomainError('validation-error', 'Say it so.', { errors }), 'r1');
    expect(wireProblem.parse(problem)).toEqual({
      type: '/problems/validation-error',
      title: 'The request is not as the API describes it',
      status: 422,
      detail: 'Say it so.',
      instance: 'r1',
      errors,
    });
  });

  it('shows its details as further members, which take the place of no other', () => {
    const details = { existing_id: 7, status: 200, type: 'x', detail: 'x', instance: 'x' };
    const problem = problemOf(new DomainError('duplicate-task', 'It is there.', { details }), 'r1');
    expect(problem).toMatchObject({
      existing_id: 7,
      status: 409,
      type: '/problems/duplicate-task',
      detail: 'It is there.',
      instance: 'r1',
    });
  });

  it('keeps its cause to itself', () => {
    const cause = new Error('password=hunter2');
    const problem = problemOf(new DomainError('not-found', 'Nothing.', { cause }), 'r1');
    expect(JSON.stringify(problem)).not.toContain('hunter2');
  });

  it.each([
    ['malformed-json', 400],
    ['unauthenticated', 401],
    ['scope-denied', 403],
    ['target-forbidden', 403],
    ['not-found', 404],
    ['method-not-allowed', 405],
    ['run-live', 409],
    ['payload-too-large', 413],
    ['unsupported-media-type', 415],
    ['rate-too-low', 422],
    ['quota-exceeded', 429],
    ['dependency-unavailable', 503],
  ] as const)('%s is %i', (code, status) => {
    expect(problemOf(new DomainError(code, 'x'), 'r1').status).toBe(status);
  });
});

describe('any other error', () => {
  it.each([
    new Error('relation "network_query_task" does not exist at db.internal:5432'),
    new TypeError("Cannot read properties of undefined (reading 'secret')"),
    'a string',
    undefined,
  ])('says nothing but the id of the request: %s', (error) => {
    expect(problemOf(error, 'r1')).toEqual({
      type: '/problems/internal',
      title: 'Something went wrong here',
      status: 500,
      detail: 'It was logged with the id of this request.',
      instance: 'r1',
      errors: [],
    });
  });

  it('that is an outage says to come back, and where nothing is reached is not told', () => {
    const refused = Object.assign(new Error('connect ECONNREFUSED 10.9.8.7:5432'), {
      code: 'ECONNREFUSED',
    });
    const problem = problemOf(new TypeError('fetch failed', { cause: refused }), 'r1');
    expect(problem).toMatchObject({ type: '/problems/dependency-unavailable', status: 503 });
    expect(JSON.stringify(problem)).not.toContain('10.9.8.7');
    expect(headersOf(problem)).toEqual({ 'retry-after': '5' });
  });
});

describe('the headers of a problem', () => {
  it('tell how to authenticate, and which methods there are', () => {
    expect(headersOf(problemOf(new DomainError('unauthenticated', 'x'), 'r1'))).toEqual({
      'www-authenticate': 'Bearer realm="netsweep"',
    });
    const details = { allow: 'GET, PATCH' };
    const wrongMethod = new DomainError('method-not-allowed', 'x', { details });
    expect(headersOf(problemOf(wrongMethod, 'r1'))).toEqual({ allow: 'GET, PATCH' });
    expect(headersOf(problemOf(new DomainError('not-found', 'x'), 'r1'))).toEqual({});
  });
});
