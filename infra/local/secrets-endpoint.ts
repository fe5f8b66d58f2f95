import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';
import { type JsonResponse, startJsonServer } from './json-server.ts';
import { ACCOUNT, REGION } from './lambda/lambda-function.ts';
import { isSignedBy } from './signed-by.ts';

export type SecretsEndpoint = {
  /** For `AWS_ENDPOINT_URL_SECRETS_MANAGER`. */
  readonly url: string;
  stop(): Promise<void>;
};

const GET = 'secretsmanager.GetSecretValue';
const PUT = 'secretsmanager.PutSecretValue';
const MAX_BODY_BYTES = 64 * 1024;
const request = z.object({ SecretId: z.string().min(1), SecretString: z.string().optional() });
const ARN = /^arn:aws:secretsmanager:[^:]+:\d+:secret:/;

const refused = (type: string, message: string): JsonResponse => ({
  status: 400,
  body: { __type: type, message },
});

/** Null where the body is no JSON or has no SecretId. */
const requestIn = (body: string): { name: string; text: string | undefined } | null => {
  try {
    const { SecretId, SecretString } = request.parse(JSON.parse(body));
    return { name: SecretId.replace(ARN, ''), text: SecretString };
  } catch {
    return null;
  }
};

const secretValue = (name: string, text: string, createdAt: Date): JsonResponse => ({
  status: 200,
  body: {
    ARN: `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:${name}`,
    Name: name,
    SecretString: text,
    VersionId: '00000000-0000-4000-8000-000000000000',
    VersionStages: ['AWSCURRENT'],
    CreatedDate: createdAt.getTime() / 1000,
  },
});

/** Who comes with an access key may use these secrets, by their ids. */
export type Keys = Readonly<Record<string, { readonly read: string[]; readonly write: string[] }>>;
type Options = { readonly keys?: Keys };

/** What a request may do; without keys, everybody may do anything. */
const permissionOf = (headers: IncomingHttpHeaders, keys: Keys | undefined) => {
  if (keys === undefined) return { mayRead: () => true, mayWrite: () => true };
  const key = Object.keys(keys).find((accessKeyId) => isSignedBy(accessKeyId, headers));
  const allowed = key === undefined ? undefined : keys[key];
  return (
    allowed && {
      mayRead: (name: string) => allowed.read.includes(name),
      mayWrite: (name: string) => allowed.write.includes(name),
    }
  );
};

/**
 * Secrets Manager on this machine, as far as functions need it: GetSecretValue and PutSecretValue in AWS JSON 1.1, of the
 * secrets given by id, in memory. With keys, each access key opens its own secrets and no others: the functions have one
 * each, and other users of this machine, who can reach the port as well, have none.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html
 */
export const startSecretsEndpoint = async (
  initial: Readonly<Record<string, string>>,
  { keys }: Options = {},
): Promise<SecretsEndpoint> => {
  const startedAt = new Date();
  const secrets = new Map(Object.entries(initial));
  const refusalOf = (name: string | undefined, may: (name: string) => boolean) => {
    if (name === undefined) return refused('ValidationException', 'SecretId is missing.');
    if (!may(name)) return refused('AccessDeniedException', 'This key does not open the secret.');
    if (secrets.has(name)) return null;
    return refused('ResourceNotFoundException', "Secrets Manager can't find the secret.");
  };
  const use = (body: string, may: (name: string) => boolean, isPut: boolean): JsonResponse => {
    const { name = '', text = '' } = requestIn(body) ?? {};
    const refusal = refusalOf(name || undefined, may);
    if (refusal !== null) return refusal;
    if (isPut) secrets.set(name, text);
    return secretValue(name, secrets.get(name) ?? '', startedAt);
  };
  const answer = (headers: IncomingHttpHeaders, body: string): JsonResponse => {
    const permission = permissionOf(headers, keys);
    if (permission === undefined)
      return refused('UnrecognizedClientException', 'The security token is invalid.');
    if (headers['x-amz-target'] === GET) return use(body, permission.mayRead, false);
    if (headers['x-amz-target'] === PUT) return use(body, permission.mayWrite, true);
    return refused('UnknownOperationException', 'Only Get- and PutSecretValue are served here.');
  };
  const { url, stop } = await startJsonServer({
    maxBodyBytes: MAX_BODY_BYTES,
    answer: async ({ headers, body }) => answer(headers, body),
  });
  return { url, stop };
};
