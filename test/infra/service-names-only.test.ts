import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { BUNDLE_FILE, writeBundle } from '#infra/bundling.ts';
import { serviceName } from '#shared/identify/service-names.ts';
import { useTempFolder } from '#test/support/temp-folder.ts';

const folder = await useTempFolder();

test('a bundle has the names of the registry and not its descriptions, a third of its bytes', async () => {
  const spec = { entry: 'shared/identify/service-names.ts' };
  const bundle = await writeBundle(spec, { outFolder: join(folder, 'names') });
  const file = join(bundle.folder, BUNDLE_FILE);
  const bundled = await import(file);
  const ports = Array.from({ length: 65_536 }, (_, port) => port);
  for (const protocol of ['tcp', 'udp'] as const)
    expect(ports.map((port) => bundled.serviceName(protocol, port))).toEqual(
      ports.map((port) => serviceName(protocol, port)),
    );
  expect(bundle.codeBytes).toBeLessThan(300_000);
  expect(await readFile(file, 'utf8')).not.toContain('World Wide Web HTTP');
});
