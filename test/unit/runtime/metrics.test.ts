import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { PROJECT_FOLDER } from '#infra/bundling.ts';

/** What a scanner that committed a chunk prints, line by line. */
const linesOf = async (env: Record<string, string>): Promise<unknown[]> => {
  const script = `import { metricsOf } from '#shared/runtime/metrics.ts';
    metricsOf('scanner')({ Chunks: 1, Probes: 512, Hosts: 3, LocalFailures: 0 });`;
  const args = ['--input-type=module-typescript', '--eval', script];
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    cwd: PROJECT_FOLDER,
    env,
  });
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
};

it('tells CloudWatch all facts of an event in one line, under the namespace of the deployment', async () => {
  const [line, ...rest] = await linesOf({ POWERTOOLS_METRICS_NAMESPACE: 'netsweep-dev' });
  expect(rest).toEqual([]);
  expect(line).toMatchObject({
    service: 'scanner',
    Chunks: 1,
    Probes: 512,
    Hosts: 3,
    LocalFailures: 0,
    _aws: {
      CloudWatchMetrics: [
        {
          Namespace: 'netsweep-dev',
          Dimensions: [['service']],
          Metrics: expect.arrayContaining([{ Name: 'Probes', Unit: 'Count' }]),
        },
      ],
    },
  });
});

it('says nothing where metrics are off, as on one machine', async () => {
  expect(await linesOf({ POWERTOOLS_METRICS_DISABLED: 'true' })).toEqual([]);
});
