import { readFileSync } from 'node:fs';
import * as z from 'zod';

const part = z.union([z.string(), z.strictObject({ repeat: z.string(), times: z.int() })]);
const row = z.strictObject({
  id: z.string(),
  what: z.string(),
  body: z.string().optional(),
  bodyParts: z.array(part).optional(),
  contentType: z.string().optional(),
  token: z.string().optional(),
  status: z.array(z.int()),
  type: z.string(),
});

const textOf = (parts: readonly z.infer<typeof part>[]): string =>
  parts.map((p) => (typeof p === 'string' ? p : p.repeat.repeat(p.times))).join('');

const TOKENS: Readonly<Record<string, string>> = {
  'jwt-none': 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIiwicm9sZSI6ImFkbWluIn0.',
  'jwt-other-audience': 'eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJvdGhlciIsInJvbGUiOiJhZG1pbiJ9.c2ln',
};

const headersOf = ({
  token = 'operator',
  contentType = 'application/json',
}: z.infer<typeof row>) => ({
  ...(token !== 'none' && { authorization: `Bearer ${TOKENS[token] ?? token}` }),
  ...(contentType !== '' && { 'content-type': contentType }),
});

/** Bad bodies of POST /v1/tasks, with the status and problem type that each must get. */
export const badInputs = z
  .array(row)
  .parse(JSON.parse(readFileSync(new URL('bad-inputs.json', import.meta.url), 'utf8')))
  .map((bad) => ({
    name: `${bad.id} ${bad.what.slice(0, 60)}`,
    request: {
      method: 'POST',
      path: '/v1/tasks',
      headers: headersOf(bad),
      body: bad.body ?? textOf(bad.bodyParts ?? []),
    },
    statuses: bad.status,
    types: bad.type.split('|').map((slug) => `/problems/${slug}`),
  }));
