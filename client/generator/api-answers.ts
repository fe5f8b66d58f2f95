type Response = { readonly content?: Readonly<Record<string, { readonly schema: unknown }>> };
type Operation = { readonly responses: Readonly<Record<string, Response>> };
type Document = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> };
};

const REF = '#/components/schemas/';

/** What a client does not hold against an answer: prose, spellings, and that a newer API says more. */
const isLoose = (key: string, value: unknown): boolean =>
  (key === 'additionalProperties' && value === false) ||
  (['description', 'pattern'].includes(key) && typeof value === 'string');

const loosened = (schema: unknown): unknown => {
  if (Array.isArray(schema)) return schema.map(loosened);
  if (typeof schema !== 'object' || schema === null) return schema;
  const members = Object.entries(schema).filter(([key, value]) => !isLoose(key, value));
  return Object.fromEntries(
    members.map(([key, value]) =>
      key === '$ref' ? [key, String(value).replace(REF, '#/$defs/')] : [key, loosened(value)],
    ),
  );
};

/** The schema of what an operation answers when it does what it was asked; null where that is no JSON. */
const answerOf = ({ responses }: Operation): unknown => {
  const success = Object.entries(responses).find(([status]) => status.startsWith('2'));
  return success?.[1].content?.['application/json']?.schema ?? null;
};

/** What a good answer looks like: JSON Schema by method and path, as an OpenAPI document has it. */
export const apiAnswersOf = ({ paths, components }: Document): string => {
  const answers = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).flatMap(([method, operation]) => {
      const schema = answerOf(operation);
      return schema === null ? [] : [[`${method.toUpperCase()} ${path}`, loosened(schema)]];
    }),
  );
  const whole = { $defs: loosened(components.schemas), answers: Object.fromEntries(answers) };
  return `${JSON.stringify(whole, null, 1)}\n`;
};
