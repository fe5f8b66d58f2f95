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

const TARGET = 'secretsmanager.GetSecretValue';
const MAX_BODY_BYTES = 64 * 1024;
const getSecretValue = z.object({ SecretId: z.string().min(1) });
const ARN = /^arn:aws:secretsmanager:[^:]+:\d+:secret:/;

const refused = (type: string, message: string): JsonResponse => ({
  status: 400,
  body: { __type: type, message },
});

/** Null where the body is no JSON or has no SecretId. */
const secretIdIn = (body: string): string | null => {
  try {
    return getSecretValue.parse(JSON.parse(body)).SecretId.replace(ARN, '');
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

type Options = { readonly accessKeyId?: string };

const refusalOf = (
  headers: IncomingHttpHeaders,
  accessKeyId: string | undefined,
): JsonResponse | null => {
  if (accessKeyId !== undefined && !isSignedBy(accessKeyId, headers)) {
    return refused('UnrecognizedClientException', 'The security token is invalid.');
  }
  return headers['x-amz-target'] === TARGET
    ? null
    : refused('UnknownOperationException', 'Only GetSecretValue is served here.');
};

/**
 * Secrets Manager on this machine, as far as functions need it: GetSecretValue in AWS JSON 1.1, of the secrets given by
 * id. With an access key, only to requests signed with it: other users of this machine can reach the port as well.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html
 */
export const startSecretsEndpoint = async (
  secrets: Readonly<Record<string, string>>,
  { accessKeyId }: Options = {},
): Promise<SecretsEndpoint> => {
  const startedAt = new Date();
  const read = (body: string): JsonResponse => {
    const name = secretIdIn(body);
    if (name === null) return refused('ValidationException', 'SecretId is missing.');
    const text = Object.hasOwn(secrets, name) ? secrets[name] : undefined;
    return text === undefined
      ? refused('ResourceNotFoundException', "Secrets Manager can't find the specified secret.")
      : secretValue(name, text, startedAt);
  };
  const { url, stop } = await startJsonServer({
    maxBodyBytes: MAX_BODY_BYTES,
    answer: async ({ headers, body }) => refusalOf(headers, accessKeyId) ?? read(body),
  });
  return { url, stop };
};
