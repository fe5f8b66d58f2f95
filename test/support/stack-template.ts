import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { BUNDLE_NAMES, type BundleName } from '#infra/bundles.ts';
import { synthesise } from '#infra/synthesise.ts';

/** The stack's template as `-c key=value` makes it, with bundles of one line each, since a template does not look inside. */
export const stackTemplate = (
  context: Record<string, string> = {},
  code: Partial<Record<BundleName, string>> = {},
): Template => {
  const folder = mkdtempSync(join(tmpdir(), 'netsweep-template-'));
  try {
    for (const name of BUNDLE_NAMES) {
      mkdirSync(join(folder, name));
      writeFileSync(join(folder, name, 'index.mjs'), code[name] ?? `// ${name}`);
    }
    const { stacks } = synthesise({
      bundleOf: (name) => join(folder, name),
      outFolder: join(folder, 'out'),
      // Traces of who made what cost most of the time, and no test reads them.
      context: { 'aws:cdk:disable-stack-trace': 'true', ...context },
      // Takes seconds; the test of the whole synthesis has it on.
      checked: false,
    });
    return Template.fromJSON(stacks[0]?.template);
  } finally {
    rmSync(folder, { recursive: true });
  }
};
