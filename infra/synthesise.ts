import { App, Validations } from 'aws-cdk-lib';
import type { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import type { BundleFolder } from './bundles.ts';
import { NetsweepStack } from './netsweep-stack.ts';

export type Synthesis = {
  readonly bundleOf: BundleFolder;
  readonly outFolder: string;
  /** `-c key=value` of the deployer; the CDK command line brings its own. */
  readonly context?: Readonly<Record<string, string>>;
  /** Whether the template is held against CloudFormation's own rules and those of cdk-nag; what breaks one is thrown. */
  readonly checked?: boolean;
};

/** The rules of cdk-nag that the stack keeps; a finding without an acknowledged reason is thrown. */
export const bestPractices = (app: App) => [new AwsSolutionsChecks(app), new ServerlessChecks(app)];

/** Writes the stack's template and assets. Nothing of an account, a region or a network is asked. */
export const synthesise = ({
  bundleOf,
  outFolder,
  context = {},
  checked = true,
}: Synthesis): CloudAssembly => {
  const app = new App({
    outdir: outFolder,
    analyticsReporting: false,
    builtinCloudFormationValidation: checked,
    context: {
      '@aws-cdk/aws-iam:minimizePolicies': true,
      '@aws-cdk/core:validateAgainstDefaultRules': true,
      // What `sam local invoke` needs to find the code; the CDK command line says the same.
      'aws:cdk:enable-asset-metadata': true,
      'aws:cdk:enable-path-metadata': true,
      ...context,
    },
  });
  if (checked) Validations.of(app).addPlugins(...bestPractices(app));
  new NetsweepStack(app, bundleOf);
  return app.synth();
};
