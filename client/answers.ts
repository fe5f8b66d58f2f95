import * as z from 'zod';
import generated from './answers.json' with { type: 'json' };

const answers: Readonly<Record<string, object>> = generated.answers;
const schemas = new Map<string, z.ZodType>();

/** Built when it is needed first: a client asks few of all questions. */
const schemaOf = (operation: string): z.ZodType | undefined => {
  const described = answers[operation];
  if (described === undefined) return undefined;
  const whole = { ...described, $defs: generated.$defs };
  const schema =
    schemas.get(operation) ?? z.fromJSONSchema(whole as Parameters<typeof z.fromJSONSchema>[0]);
  schemas.set(operation, schema);
  return schema;
};

/**
 * Where a body is not what the operation (`GET /v1/tasks`) answers with, such as `tasks.0.id`; empty where all of it is
 * wrong, null where nothing is.
 */
export const wrongPlaceIn = (operation: string, body: unknown): string | null => {
  const parsed = schemaOf(operation)?.safeParse(body);
  return parsed?.error ? (parsed.error.issues[0]?.path.join('.') ?? '') : null;
};
