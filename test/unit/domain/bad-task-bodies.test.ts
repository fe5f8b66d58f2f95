import { describe, expect, it } from 'vitest';
import { checkTaskRequest } from '#shared/domain/check-task.ts';
import { DomainError } from '#shared/domain/errors.ts';
import { badTaskBodies } from '#test/support/bad-task-bodies.ts';
import { taskContext } from '#test/support/task-context.ts';

/** What is decided before there is a parsed body to look at. */
const ofTheHttpLayer = new Set([
  'malformed-json',
  'unauthenticated',
  'forbidden',
  'unsupported-media-type',
  'payload-too-large',
]);

const ours = badTaskBodies.filter(({ types }) => !types.some((type) => ofTheHttpLayer.has(type)));

const errorOf = (body: string, scopeless: boolean): unknown => {
  try {
    checkTaskRequest(JSON.parse(body), taskContext(scopeless ? { scopes: [] } : {}));
  } catch (error) {
    return error;
  }
  return undefined;
};

it('the list is there', () => {
  expect(ours.length).toBeGreaterThan(80);
});

describe('a bad body is refused for the right reason', () => {
  it.each(ours.map((row) => [row.id, row.what, row] as const))('%s: %s', (_, __, row) => {
    const error = errorOf(row.body, row.scopeless);
    expect(error).toBeInstanceOf(DomainError);
    if (!(error instanceof DomainError)) return;
    expect(row.types).toContain(error.code);
    expect(error.errors.length).toBeGreaterThan(0);
  });

  it.each(ours.map((row) => [row.id, row] as const))('%s is not echoed', (_, row) => {
    const error = errorOf(row.body, false);
    const said = JSON.stringify(error instanceof DomainError && [error.message, error.errors]);
    for (const raw of ['DROP', 'jndi', 'nip.io', 'forged', 'user=admin', 'eth0', '0x7f', '1.1.1.1'])
      expect(said).not.toContain(raw);
  });
});
