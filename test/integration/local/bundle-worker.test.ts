import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { writeBundle } from '#infra/bundling.ts';
import { functions } from '#infra/functions.ts';
import { bundleFunctions } from '#infra/local/bundle.ts';
import { copyNative } from '#infra/native-package.ts';
import { functionOf, startLambda } from '#test/support/local-lambda.ts';
import { useTempFolder } from '#test/support/temp-folder.ts';

const folder = await useTempFolder();
const { workers = [], natives = [] } = functions.scanner;
const spec = { entry: 'test/support/handlers/sweeping.ts', workers, natives };

const filesIn = async (root: string): Promise<string[]> =>
  (await readdir(root, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(root.length + 1));

test('a bundle brings its thread and its machine code: the sweep in it goes by system calls', async () => {
  const { sweeping } = await bundleFunctions({ sweeping: spec }, { outFolder: folder });
  const service = await startLambda({ functions: { sweeping: functionOf(sweeping) } });
  const { payload } = await service.invoke('sweeping', '127.77.10.1');
  expect(JSON.parse(payload.toString())).toEqual({
    used: [{ kind: 'sockets', sockets: 'recycled', troubles: [] }],
    summary: expect.objectContaining({ outcome: 'complete', up: 1, probes: 20 }),
  });
});

test.each(['x64', 'arm64'] as const)('machine code of %s alone', async (architecture) => {
  const outFolder = join(folder, architecture);
  await writeBundle({ ...spec, architecture }, { outFolder });
  const files = await filesIn(outFolder);
  const native = `node_modules/@koromix/koffi-linux-${architecture}`;
  expect(files.filter((file) => file.endsWith('.node'))).toEqual([
    `${native}/linux_${architecture}/koffi.node`,
  ]);
  expect(files).toContain('sweeper.mjs');
});

test('a bundle without the machine code it needs is refused, in words', async () => {
  vi.stubEnv('PATH', folder);
  const cache = join(folder, 'empty');
  const absent = process.arch === 'x64' ? 'arm64' : 'x64';
  const copied = copyNative('koffi', absent, join(folder, 'none'), cache);
  await expect(copied).rejects.toThrow(
    `the bundle needs @koromix/koffi-linux-${absent}, which npm could not bring`,
  );
  vi.unstubAllEnvs();
  expect(await filesIn(cache)).toEqual([]);
});
