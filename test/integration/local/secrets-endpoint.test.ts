import {
  GetSecretValueCommand,
  ListSecretsCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { expect, onTestFinished, test } from 'vitest';
import { type Keys, startSecretsEndpoint } from '#infra/local/secrets-endpoint.ts';

const TEXT = '{"postgres_url":"postgresql://…"}';

const start = async (options?: { keys: Keys }) => {
  const endpoint = await startSecretsEndpoint({ 'netsweep/stores': TEXT }, options);
  onTestFinished(() => endpoint.stop());
  const clientOf = (accessKeyId: string) =>
    new SecretsManagerClient({
      endpoint: endpoint.url,
      region: 'local-1',
      credentials: { accessKeyId, secretAccessKey: 'none' },
      maxAttempts: 1,
    });
  const parametersOf = (accessKeyId: string) =>
    new SSMClient({
      endpoint: endpoint.url,
      region: 'local-1',
      credentials: { accessKeyId, secretAccessKey: 'none' },
      maxAttempts: 1,
    });
  const read = (SecretId: string | undefined, accessKeyId = 'anybody') =>
    clientOf(accessKeyId).send(new GetSecretValueCommand({ SecretId }));
  return { clientOf, parametersOf, read };
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

test('what is put is read from then on', async () => {
  const { read, clientOf } = await start();
  const put = new PutSecretValueCommand({ SecretId: 'netsweep/stores', SecretString: 'new' });
  await clientOf('anybody').send(put);
  expect((await read('netsweep/stores')).SecretString).toBe('new');
});

test('what is put under another id makes no secret', async () => {
  const { clientOf } = await start();
  const put = new PutSecretValueCommand({ SecretId: 'netsweep/others', SecretString: 'new' });
  await expect(clientOf('anybody').send(put)).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
});

const NAME = '/netsweep/api';
const get = new GetParameterCommand({ Name: NAME, WithDecryption: true });
const putText = (Value: string) =>
  new PutParameterCommand({ Name: NAME, Value, Type: 'SecureString', Overwrite: true });

test('a parameter is there once it was put, with what was put last', async () => {
  const client = (await start()).parametersOf('anybody');
  await expect(client.send(get)).rejects.toMatchObject({ name: 'ParameterNotFound' });
  await client.send(putText('first'));
  await client.send(putText('second'));
  expect((await client.send(get)).Parameter).toMatchObject({
    Name: NAME,
    Type: 'SecureString',
    Value: 'second',
  });
});

test('a parameter that would be kept in clear is refused', async () => {
  const client = (await start()).parametersOf('anybody');
  const put = new PutParameterCommand({ Name: NAME, Value: 'text', Type: 'String' });
  await expect(client.send(put)).rejects.toMatchObject({ name: 'ValidationException' });
});

test('a key opens the parameters it is for, to read or to write, and no others', async () => {
  const { parametersOf } = await start({
    keys: { AKIDREADS: { read: [NAME], write: [] }, AKIDWRITES: { read: [], write: [NAME] } },
  });
  const denied = { name: 'AccessDeniedException' };
  await expect(parametersOf('AKIDREADS').send(putText('new'))).rejects.toMatchObject(denied);
  await parametersOf('AKIDWRITES').send(putText('new'));
  await expect(parametersOf('AKIDWRITES').send(get)).rejects.toMatchObject(denied);
  expect((await parametersOf('AKIDREADS').send(get)).Parameter?.Value).toBe('new');
});

test('a key opens the secrets it is for, to read or to write, and no others', async () => {
  const keys = {
    AKIDREADS: { read: ['netsweep/stores'], write: [] },
    AKIDWRITES: { read: [], write: ['netsweep/stores'] },
  };
  const { read, clientOf } = await start({ keys });
  const put = new PutSecretValueCommand({ SecretId: 'netsweep/stores', SecretString: 'new' });
  const denied = { name: 'AccessDeniedException' };
  await expect(clientOf('AKIDREADS').send(put)).rejects.toMatchObject(denied);
  await expect(read('netsweep/others', 'AKIDREADS')).rejects.toMatchObject(denied);
  await expect(read('netsweep/stores', 'AKIDWRITES')).rejects.toMatchObject(denied);
  await clientOf('AKIDWRITES').send(put);
  expect((await read('netsweep/stores', 'AKIDREADS')).SecretString).toBe('new');
});

test('with keys, only who has one may read', async () => {
  const { read } = await start({ keys: { AKIDRIGHT: { read: ['netsweep/stores'], write: [] } } });
  await expect(read('netsweep/stores', 'AKIDWRONG')).rejects.toMatchObject({
    name: 'UnrecognizedClientException',
  });
  expect((await read('netsweep/stores', 'AKIDRIGHT')).SecretString).toBe(TEXT);
});
