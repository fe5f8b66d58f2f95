import { getSecret } from '@aws-lambda-powertools/parameters/secrets';
import * as z from 'zod';

const secrets = z.object({
  postgres_url: z.string().min(1),
  redis_url: z.url(),
  redis_token: z.string().min(1),
});
export type Secrets = z.infer<typeof secrets>;

const CACHED_SECONDS = 300;

/** Text of a secret by its id. */
export type ReadSecret = (id: string) => Promise<string | undefined>;

const fromSecretsManager: ReadSecret = async (id) => {
  const text = await getSecret(id, { maxAge: CACHED_SECONDS });
  return typeof text === 'string' ? text : undefined;
};

/** Checks a secret's text. What it throws names wrong members and quotes nothing. */
const parseSecrets = (text: string | undefined): Secrets => {
  const parsed = secrets.safeParse(jsonOf(text ?? ''));
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

/**
 * What `connect` makes of the stores' secrets, made again when these have changed: they are read anew every five
 * minutes, so that a rotation needs no deployment.
 */
export const connectedBy = <Stores>(
  id: string,
  connect: (secrets: Secrets) => Stores,
  readSecret: ReadSecret = fromSecretsManager,
): (() => Promise<Stores>) => {
  let current: { text: string | undefined; stores: Stores } | undefined;
  return async () => {
    const text = await readSecret(id);
    if (current === undefined || current.text !== text)
      current = { text, stores: connect(parseSecrets(text)) };
    return current.stores;
  };
};
