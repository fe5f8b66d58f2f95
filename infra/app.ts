import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { writeBundles } from './bundles.ts';
import { synthesise } from './synthesise.ts';

// `npm run synth -- -c stage=prod`, as with the CDK command line, which hands its own -c over in the environment.
const { values } = parseArgs({
  options: { context: { type: 'string', short: 'c', multiple: true } },
});
const pairs = (values.context ?? []).map((pair) => {
  const [key = '', ...value] = pair.split('=');
  return [key, value.join('=')];
});

const folder = await mkdtemp(join(tmpdir(), 'netsweep-bundles-'));
try {
  const { directory, stacks } = synthesise({
    bundleOf: await writeBundles(folder),
    outFolder: process.env.CDK_OUTDIR ?? 'cdk.out',
    context: Object.fromEntries(pairs),
  });
  // Not on stdout: there `cdk synth` prints the template itself.
  for (const { templateFile } of stacks) console.error(join(directory, templateFile));
} finally {
  await rm(folder, { recursive: true });
}
