import rows from './bad-inputs.json' with { type: 'json' };

type Part = string | { repeat: string; times: number };

/** A body for POST /v1/tasks that must be refused, and the problem types that are right. */
export type BadTaskBody = {
  readonly id: string;
  readonly what: string;
  readonly body: string;
  readonly types: readonly string[];
  /** By a caller who has no scopes. */
  readonly scopeless: boolean;
};

const written = (part: Part): string =>
  typeof part === 'string' ? part : part.repeat.repeat(part.times);

export const badTaskBodies: readonly BadTaskBody[] = rows.map((row) => ({
  id: row.id,
  what: row.what,
  body: row.body ?? (row.bodyParts ?? []).map(written).join(''),
  types: row.type.split('|'),
  scopeless: row.token === 'operator-without-scope',
}));

/** What the list assumes of the caller's scopes, on the policy `lambda`. */
export const assumedScopes = [
  '10.0.0.0/8',
  '192.168.0.0/16',
  '203.0.113.0/24',
  'fd12:3456:789a::/48',
] as const;
