import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';
import { type JsonResponse, startJsonServer } from './json-server.ts';
import { ACCOUNT, REGION } from './lambda/lambda-function.ts';
import { isSignedBy } from './signed-by.ts';

export type SecretsEndpoint = {
  /** For `AWS_ENDPOINT_URL_SECRETS_MANAGER` and `AWS_ENDPOINT_URL_SSM`. */
  readonly url: string;
  stop(): Promise<void>;
};

const MAX_BODY_BYTES = 64 * 1024;

const refused = (type: string, message: string): JsonResponse => ({
  status: 400,
  body: { __type: type, message },
});

type Request = { readonly name: string; readonly text?: string | undefined };
type Kept = { readonly name: string; readonly text: string; readonly at: Date };
/** How one service is spoken: what a request says, and what is answered. */
type Operation = {
  readonly isPut: boolean;
  /** A put makes what is not there. */
  readonly makes?: true;
  /** Throws where the body is not such a request. */
  readonly read: (body: string) => Request;
  readonly missing: JsonResponse;
  readonly answer: (kept: Kept) => object;
};

const SECRET_ARN = /^arn:aws:secretsmanager:[^:]+:\d+:secret:/;
const secretRequest = z.object({
  SecretId: z.string().min(1),
  SecretString: z.string().optional(),
});
const secret = {
  read: (body: string) => {
    const { SecretId, SecretString } = secretRequest.parse(JSON.parse(body));
    return { name: SecretId.replace(SECRET_ARN, ''), text: SecretString };
  },
  missing: refused('ResourceNotFoundException', "Secrets Manager can't find the secret."),
  answer: ({ name, text, at }: Kept) => ({
    ARN: `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:${name}`,
    Name: name,
    SecretString: text,
    VersionId: '00000000-0000-4000-8000-000000000000',
    VersionStages: ['AWSCURRENT'],
    CreatedDate: at.getTime() / 1000,
  }),
};

const parameterRequest = z.object({ Name: z.string().min(1) });
const parameterToPut = parameterRequest.extend({
  Value: z.string().min(1),
  Type: z.literal('SecureString'),
  Overwrite: z.literal(true),
});
const missingParameter = refused('ParameterNotFound', 'There is no such parameter.');

const OPERATIONS = new Map<string, Operation>([
  ['secretsmanager.GetSecretValue', { ...secret, isPut: false }],
  ['secretsmanager.PutSecretValue', { ...secret, isPut: true }],
  [
    'AmazonSSM.GetParameter',
    {
      isPut: false,
      read: (body) => ({ name: parameterRequest.parse(JSON.parse(body)).Name }),
      missing: missingParameter,
      answer: ({ name, text, at }) => ({
        Parameter: {
          ARN: `arn:aws:ssm:${REGION}:${ACCOUNT}:parameter${name}`,
          Name: name,
          Type: 'SecureString',
          Value: text,
          Version: 1,
          LastModifiedDate: at.getTime() / 1000,
        },
      }),
    },
  ],
  [
    'AmazonSSM.PutParameter',
    {
      isPut: true,
      makes: true,
      read: (body) => {
        const { Name, Value } = parameterToPut.parse(JSON.parse(body));
        return { name: Name, text: Value };
      },
      missing: missingParameter,
      answer: () => ({ Version: 1, Tier: 'Standard' }),
    },
  ],
]);

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

/** Null where the body is no JSON, or not what the operation asks for. */
const requestIn = ({ read }: Operation, body: string): Request | null => {
  try {
    return read(body);
  } catch {
    return null;
  }
};

/**
 * Secrets Manager and Parameter Store on this machine, as far as functions need them: secrets are got and put, SecureString
 * parameters got and put, in AWS JSON 1.1 and in memory. A secret is there from the beginning, a parameter once it was put.
 * With keys, each access key opens its own and no others: the functions have one each, and other users of this machine,
 * who can reach the port as well, have none.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html
 */
export const startSecretsEndpoint = async (
  initial: Readonly<Record<string, string>>,
  { keys }: Options = {},
): Promise<SecretsEndpoint> => {
  const at = new Date();
  const kept = new Map(Object.entries(initial));
  const write = ({ isPut, makes }: Operation, { name, text }: Request): void => {
    if (isPut && (makes || kept.has(name))) kept.set(name, text ?? '');
  };
  const use = (operation: Operation, body: string, may: (name: string) => boolean) => {
    const request = requestIn(operation, body);
    if (request === null) return refused('ValidationException', 'The request is incomplete.');
    if (!may(request.name)) return refused('AccessDeniedException', 'This key does not open it.');
    write(operation, request);
    const text = kept.get(request.name);
    if (text === undefined) return operation.missing;
    return { status: 200, body: operation.answer({ name: request.name, text, at }) };
  };
  const answer = (headers: IncomingHttpHeaders, body: string): JsonResponse => {
    const permission = permissionOf(headers, keys);
    if (permission === undefined)
      return refused('UnrecognizedClientException', 'The security token is invalid.');
    const operation = OPERATIONS.get(String(headers['x-amz-target']));
    if (operation === undefined)
      return refused('UnknownOperationException', 'Secrets and parameters are got and put here.');
    return use(operation, body, operation.isPut ? permission.mayWrite : permission.mayRead);
  };
  const { url, stop } = await startJsonServer({
    maxBodyBytes: MAX_BODY_BYTES,
    answer: async ({ headers, body }) => answer(headers, body),
  });
  return { url, stop };
};
