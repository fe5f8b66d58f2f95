import { AwsClient } from 'aws4fetch';
import { readAws } from './environment.ts';

export type AwsRequest = {
  readonly service: 'lambda' | 'ssm';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Longest the whole answer is waited for. */
  readonly timeoutMs: number;
};

/** https://docs.aws.amazon.com/general/latest/gr/rande.html#regional-endpoints */
const endpointIn = (region: string, service: AwsRequest['service']): string =>
  `https://${service}.${region}.${region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com'}`;

/**
 * One signed POST to an AWS service, not repeated, as the function whose environment this is. The SDK takes a seventh of a
 * second of processor before it can send its first request, which every cold start would wait for; what all functions ask for
 * does without. Throws as `fetch` does, an outage of its own kind where the time is up.
 */
export const postToAws = async ({
  service,
  path,
  headers,
  body,
  timeoutMs,
}: AwsRequest): Promise<{ readonly status: number; readonly text: string }> => {
  const { region, endpoint = endpointIn(region, service), credentials } = readAws(service);
  const client = new AwsClient({ ...credentials, service, region, retries: 0 });
  const response = await client.fetch(endpoint + path, {
    ...{ method: 'POST', headers, body },
    signal: AbortSignal.timeout(timeoutMs),
  });
  return { status: response.status, text: await response.text() };
};
