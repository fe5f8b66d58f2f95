import { join } from 'node:path';
import { expect, test } from 'vitest';
import { BUNDLE_FILE, writeBundle } from '#infra/bundling.ts';
import { functions } from '#infra/functions.ts';
import { useTempFolder } from '#test/support/temp-folder.ts';

const outFolder = await useTempFolder();

test('a bundle finds the table of vendors that the scanner brings along', async () => {
  const { assets = [] } = functions.scanner;
  await writeBundle({ entry: 'shared/identify/vendor.ts', assets }, { outFolder });
  const { vendorOf } = await import(join(outFolder, BUNDLE_FILE));
  expect(vendorOf('00:50:56:0a:0b:0c')).toBe('VMware, Inc.');
});
