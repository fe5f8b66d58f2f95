import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { wrongPlaceIn } from '#client/answers.ts';
import { apiAnswersOf } from '#client/generator/api-answers.ts';
import { description } from '#client/generator/description.ts';
import { isMadeOf } from '#client/generator/stamp.ts';

type Response = { content?: Record<string, { example?: unknown }> };
type Document = {
  paths: Record<string, Record<string, { responses: Record<string, Response> }>>;
};

const document = await description();

/** What each operation answers with where it does what it was asked, as the description has it. */
const examples = Object.entries((document as Document).paths).flatMap(([path, operations]) =>
  Object.entries(operations).flatMap(([method, { responses }]): [string, unknown][] => {
    const success = Object.entries(responses).find(([status]) => status.startsWith('2'));
    const example = success?.[1].content?.['application/json']?.example;
    return example === undefined ? [] : [[`${method.toUpperCase()} ${path}`, example]];
  }),
);

const committed = (name: string): Promise<string> =>
  readFile(new URL(`../../../client/${name}`, import.meta.url), 'utf8');

describe('the generated client', () => {
  it('has the types of the API as it is described now ("npm run client" makes them anew)', async () => {
    const types = await committed('api.d.ts');
    expect(isMadeOf(types, document)).toBe(true);
    expect(isMadeOf(types, { ...document, info: {} })).toBe(false);
    expect(isMadeOf(types.replace('"/v1/audit"', '"/v1/audits"'), document)).toBe(false);
  });

  it('knows its answers as they are described now', async () => {
    expect(await committed('answers.json')).toBe(apiAnswersOf(document));
  });
});

describe('an answer', () => {
  it.each(examples)(
    'to %s is right as the description has it, and says more',
    (operation, body) => {
      expect(wrongPlaceIn(operation, body)).toBeNull();
      expect(wrongPlaceIn(operation, { ...(body as object), more: 1 })).toBeNull();
    },
  );

  it.each(examples)('to %s is wrong where a member is missing', (operation, body) => {
    const [name = '', value] = Object.entries(body as object)[0] ?? [];
    expect(wrongPlaceIn(operation, { ...(body as object), [name]: undefined })).toBe(name);
    expect(wrongPlaceIn(operation, [value])).toBe('');
    expect(wrongPlaceIn(operation, undefined)).toBe('');
  });

  it('says where it is wrong, however deep', () => {
    const [, body] = examples.find(([operation]) => operation === 'GET /v1/tasks') ?? [];
    const wrong = structuredClone(body) as { tasks: { id: unknown }[] };
    if (wrong.tasks[0]) wrong.tasks[0].id = 'seven';
    expect(wrongPlaceIn('GET /v1/tasks', wrong)).toBe('tasks.0.id');
  });
});
