import { SecretsProvider } from '@aws-lambda-powertools/parameters/secrets';
import * as z from 'zod';
import { privateUrl } from './private-url.ts';

const secrets = z.object({
  // The driver would quote one that is no URL.
  postgres_url: z.url({ protocol: /^postgres(?:ql)?$/ }),
  redis_url: privateUrl,
  redis_token: z.string().min(1),
});
export type Secrets = z.infer<typeof secrets>;
/** All that a function which has no business with Redis is given. */
const database = secrets.pick({ postgres_url: true });

const CACHED_SECONDS = 300;
/** Of one try; there are three. */
const TIMEOUT_MS = 2000;

/** Text of a secret by its id. */
export type ReadSecret = (id: string) => Promise<string | undefined>;

/** Reading may be repeated, and the SDK does; left alone it would wait for ever for each try. */
const secretsManager = (timeoutMs: number) =>
  new SecretsProvider({
    clientConfig: {
      maxAttempts: 3,
      requestHandler: {
        connectionTimeout: timeoutMs,
        requestTimeout: timeoutMs,
        socketTimeout: timeoutMs,
        throwOnRequestTimeout: true,
      },
    },
  });

/** Reads secrets from Secrets Manager, each at most every five minutes. */
export const fromSecretsManager = (timeoutMs = TIMEOUT_MS): ReadSecret => {
  let provider: SecretsProvider | undefined;
  return async (id) => {
    provider ??= secretsManager(timeoutMs);
    const text = await provider.get(id, { maxAge: CACHED_SECONDS });
    return typeof text === 'string' ? text : undefined;
  };
};

/** Checks a secret's text. What it throws names wrong members and quotes nothing. */
const parseSecret = <Secret>(schema: z.ZodType<Secret>, text: string | undefined): Secret => {
  const parsed = schema.safeParse(jsonOf(text ?? ''));
  if (parsed.success) return parsed.data;
  const members = parsed.error.issues.map((issue) => issue.path.join('.') || 'the whole');
  throw new Error(`the secret of the stores is wrong: ${[...new Set(members)].join(', ')}`);
};

/** JSON.parse quotes its input in what it throws. */
const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
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
  readSecret: ReadSecret = fromSecretsManager(),
): (() => Promise<Stores>) => connectedAs(secrets, id, connect, readSecret);

/** As `connectedBy`, for a function that is told of Postgres alone. */
export const connectedToDatabase = <Stores>(
  id: string,
  connect: (secret: z.infer<typeof database>) => Stores,
  readSecret: ReadSecret = fromSecretsManager(),
): (() => Promise<Stores>) => connectedAs(database, id, connect, readSecret);
