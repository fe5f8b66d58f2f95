import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BUNDLE_FILE, writeBundle } from '#infra/bundling.ts';
import { functions } from '#infra/functions.ts';

/**
 * sweep-once.ts as a scanner is run, bundled with its probing thread: reading and stripping sources at each start
 * would cost time and memory that no scanner spends. `file` is what node is to run; `remove` takes it away again.
 */
export const bundledSweep = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'netsweep bench '));
  const { workers = [], natives = [] } = functions.scanner;
  const entry = 'test/bench/engine/sweep-once.ts';
  await writeBundle({ entry, workers, natives }, { outFolder: folder });
  return {
    file: join(folder, BUNDLE_FILE),
    remove: () => rm(folder, { recursive: true }),
  };
};
