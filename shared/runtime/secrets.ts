import * as z from 'zod';
import { jsonOf } from '#shared/domain/json-of.ts';
import { fromParameterStore } from './parameter-store.ts';
import { privateUrl } from './private-url.ts';
import type { ReadSecret } from './read-secret.ts';

const secrets = z.object({
  // The driver would quote one that is no URL.
  postgres_url: z.url({ protocol: /^postgres(?:ql)?$/ }),
  redis_url: privateUrl,
  redis_token: z.string().min(1),
});
export type Secrets = z.infer<typeof secrets>;
/** All that a function which has no business with Redis is given. */
const database = secrets.pick({ postgres_url: true });

/** Checks a secret's text. What it throws names wrong members and quotes nothing. */
const parseSecret = <Secret>(schema: z.ZodType<Secret>, text: string | undefined): Secret => {
  const parsed = schema.safeParse(jsonOf(text ?? ''));
  if (parsed.success) return parsed.data;
  const members = parsed.error.issues.map((issue) => issue.path.join('.') || 'the whole');
  throw new Error(`the secret of the stores is wrong: ${[...new Set(members)].join(', ')}`);
};

const connectedAs = <Secret, Stores>(
  schema: z.ZodType<Secret>,
  id: string,
  connect: (secret: Secret) => Stores,
  readSecret: ReadSecret,
): (() => Promise<Stores>) => {
  let current: { text: string | undefined; stores: Stores } | undefined;
  return async () => {
    const text = await readSecret(id);
    if (current === undefined || current.text !== text)
      current = { text, stores: connect(parseSecret(schema, text)) };
    return current.stores;
  };
};

/**
 * What `connect` makes of the stores' secrets, made again when these have changed: they are read anew every five
 * minutes, so that a rotation needs no deployment.
 */
export const connectedBy = <Stores>(
  id: string,
  connect: (secrets: Secrets) => Stores,
  readSecret: ReadSecret = fromParameterStore(),
): (() => Promise<Stores>) => connectedAs(secrets, id, connect, readSecret);

/** As `connectedBy`, for a function that is told of Postgres alone. */
export const connectedToDatabase = <Stores>(
  id: string,
  connect: (secret: z.infer<typeof database>) => Stores,
  readSecret: ReadSecret = fromParameterStore(),
): (() => Promise<Stores>) => connectedAs(database, id, connect, readSecret);
