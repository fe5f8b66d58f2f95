import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack, Validations } from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { BUNDLE_NAMES } from '#infra/bundles.ts';
import { NetsweepStack } from '#infra/netsweep-stack.ts';
import { bestPractices } from '#infra/synthesise.ts';

const report = z.object({
  pluginReports: z.array(
    z.object({
      pluginName: z.string(),
      violations: z.array(z.unknown()),
      suppressedViolations: z
        .array(z.object({ ruleName: z.string(), reason: z.string() }))
        .default([]),
    }),
  ),
});

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'netsweep-nag-'));
  for (const name of BUNDLE_NAMES) {
    await mkdir(join(folder, name));
    await writeFile(join(folder, name, 'index.mjs'), `// ${name}`);
  }
});
afterAll(() => rm(folder, { recursive: true }));

/** With these rules alone; the test of the whole synthesis has CloudFormation's own. */
const appIn = (name: string, context: Record<string, string>): App => {
  const app = new App({
    outdir: join(folder, name),
    analyticsReporting: false,
    builtinCloudFormationValidation: false,
    context: { ...context, 'aws:cdk:disable-stack-trace': true },
  });
  Validations.of(app).addPlugins(...bestPractices(app));
  return app;
};

const everything = {
  stage: 'prod',
  vpcId: 'vpc-0123456789abcdef0',
  subnetIds: 'subnet-0123456789abcdef1',
  scopes: '10.2.0.0/16',
  endpoints: '10.9.0.0/28',
  alarmTopic: 'arn:aws:sns:eu-central-1:123456789012:on-call',
};

describe("cdk-nag's rules for solutions and for serverless", () => {
  it('find nothing in the stack that nobody has given a reason for', async () => {
    const app = appIn('out', everything);
    new NetsweepStack(app, (name) => join(folder, name));
    app.synth();
    const text = await readFile(join(folder, 'out', 'validation-report.json'), 'utf8');
    const { pluginReports } = report.parse(JSON.parse(text));
    const packs = pluginReports.filter(({ pluginName }) =>
      /^(AwsSolutions|Serverless)$/.test(pluginName),
    );
    expect(packs).toHaveLength(2);
    for (const { violations, suppressedViolations } of packs) {
      expect(violations).toEqual([]);
      for (const { ruleName, reason } of suppressedViolations) {
        expect(reason.length, ruleName).toBeGreaterThan(20);
      }
    }
  });

  it('would stop the synthesis of one with a finding', () => {
    const app = appIn('bad', {});
    new Queue(new Stack(app, 'Bad'), 'Queue');
    expect(() => app.synth()).toThrow('The SQS queue does not require requests to use SSL');
  });
});
