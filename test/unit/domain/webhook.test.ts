import { expect, it } from 'vitest';
import { DomainError } from '#shared/domain/errors.ts';
import { parseWebhookUrl, refusalOfAddress, type WebhookRules } from '#shared/domain/webhook.ts';
import { networksOf } from '#test/support/samples.ts';

const lambda: WebhookRules = { policy: 'lambda', networks: [] };
const local: WebhookRules = { policy: 'local', networks: [] };

const codeOf = (url: string, rules = lambda): string => {
  try {
    return parseWebhookUrl(url, rules).href;
  } catch (error) {
    return error instanceof DomainError ? (error.errors[0]?.code ?? '') : String(error);
  }
};

it.each([
  ['https://hooks.example.org/a?b=c', 'https://hooks.example.org/a?b=c'],
  ['https://203.0.113.9:8443/', 'https://203.0.113.9:8443/'],
  ['http://hooks.example.org/', 'not-https'],
  ['ftp://hooks.example.org/', 'not-https'],
  ['http://127.0.0.1/', 'not-https'],
  ['hooks', 'not-a-url'],
  ['https://', 'not-a-url'],
  ['https://user:pw@hooks.example.org/', 'not-allowed'],
  ['https://hooks.example.org/#a', 'not-allowed'],
  ['https://169.254.169.254/latest', 'forbidden-range'],
  ['https://2852039166/', 'forbidden-range'],
  ['https://0xa9.0xfe.0xa9.0xfe/', 'forbidden-range'],
  ['https://127.0.0.1/', 'forbidden-range'],
  ['https://[::1]/', 'forbidden-range'],
  ['https://[::ffff:169.254.169.254]/', 'forbidden-range'],
  ['https://[fd00:ec2::254]/', 'forbidden-range'],
  ['https://10.0.0.1/', 'forbidden-range'],
  ['https://[fd12::1]/', 'forbidden-range'],
])('%s: %s', (url, said) => {
  expect(codeOf(url)).toBe(said);
});

it.each([
  ['http://127.0.0.1:8000/a', 'http://127.0.0.1:8000/a'],
  ['http://localhost/', 'http://localhost/'],
  ['http://[::1]/', 'http://[::1]/'],
  ['http://10.0.0.1/', 'not-https'],
  ['https://169.254.169.254/', 'forbidden-range'],
])('on one machine, %s: %s', (url, said) => {
  expect(codeOf(url, local)).toBe(said);
});

it('sends to a private network that the deployment names, and to nothing that is never probed', () => {
  const rules = { ...lambda, networks: networksOf('10.2.0.0/16', '169.254.0.0/16') };
  expect(refusalOfAddress('10.2.0.9', rules)).toBeNull();
  expect(refusalOfAddress('10.3.0.9', rules)).toContain('unless the deployment says so');
  expect(refusalOfAddress('169.254.169.254', rules)).toContain('169.254.0.0/16');
  expect(refusalOfAddress('fe80::1%eth0', rules)).not.toBeNull();
});
