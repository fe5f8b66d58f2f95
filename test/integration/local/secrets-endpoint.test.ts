import {
  GetSecretValueCommand,
  ListSecretsCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { expect, onTestFinished, test } from 'vitest';
import { startSecretsEndpoint } from '#infra/local/secrets-endpoint.ts';

const TEXT = '{"postgres_url":"postgresql://…"}';

const start = async (options?: { accessKeyId: string }) => {
  const endpoint = await startSecretsEndpoint({ 'netsweep/stores': TEXT }, options);
  onTestFinished(() => endpoint.stop());
  const clientOf = (accessKeyId: string) =>
    new SecretsManagerClient({
      endpoint: endpoint.url,
      region: 'local-1',
      credentials: { accessKeyId, secretAccessKey: 'none' },
      maxAttempts: 1,
    });
  const read = (SecretId: string | undefined, accessKeyId = 'anybody') =>
    clientOf(accessKeyId).send(new GetSecretValueCommand({ SecretId }));
  return { clientOf, read };
};

test('the SDK reads a secret by its name, and by the ARN it comes with', async () => {
  const { read } = await start();
  const secret = await read('netsweep/stores');
  expect(secret).toMatchObject({
    Name: 'netsweep/stores',
    SecretString: TEXT,
    VersionStages: ['AWSCURRENT'],
    CreatedDate: expect.any(Date),
  });
  expect((await read(secret.ARN)).SecretString).toBe(TEXT);
});

test.each(['netsweep/others', '__proto__', 'constructor'])('%s is no secret', async (id) => {
  const { read } = await start();
  await expect(read(id)).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    $metadata: { httpStatusCode: 400 },
  });
});

test('a request without an id, and any other operation, is refused', async () => {
  const { read, clientOf } = await start();
  await expect(read(undefined)).rejects.toMatchObject({ name: 'ValidationException' });
  await expect(clientOf('anybody').send(new ListSecretsCommand({}))).rejects.toMatchObject({
    name: 'UnknownOperationException',
  });
});

test('with an access key, only who has it may read', async () => {
  const { read } = await start({ accessKeyId: 'AKIDRIGHT' });
  await expect(read('netsweep/stores', 'AKIDWRONG')).rejects.toMatchObject({
    name: 'UnrecognizedClientException',
  });
  expect((await read('netsweep/stores', 'AKIDRIGHT')).SecretString).toBe(TEXT);
});
