import { execFileSync } from 'node:child_process';
import { cp, glob, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Command } from 'commander';

/** What speaks to the stores, and nothing else. */
const TESTS = ['store', 'scheduler', 'fanout', 'scanner'].map((part) => `test/integration/${part}`);
const MIGRATIONS = 'shared/store/migrations';

/** `npm run old-code-test -- COMMIT`: the code and the tests of that commit, on the schema of this one. */
const [commit = ''] = new Command('old-code-test')
  .description('runs the tests of an older commit on the schema of this one')
  .argument('<commit>', 'its name, as git knows it')
  .parse().args;

const root = resolve(import.meta.dirname, '../../..');
const folder = await mkdtemp(join(tmpdir(), 'netsweep-old-code-'));
const run = (cwd: string, command: string, ...args: string[]) =>
  execFileSync(command, args, { cwd, stdio: 'inherit' });

/** Old tests empty the tables that they know; newer ones, which refer to those, are emptied with them. */
const truncateAll = async (): Promise<void> => {
  for await (const file of glob('test/**/*.ts', { cwd: folder })) {
    const path = join(folder, file);
    const text = await readFile(path, 'utf8');
    await writeFile(
      path,
      text.replaceAll(/(['`])(truncate [a-z_, ]+?)( cascade)?\1/g, '$1$2 cascade$1'),
    );
  }
};

run(root, 'git', 'worktree', 'add', '--detach', '--force', folder, commit);
try {
  await rm(join(folder, MIGRATIONS), { recursive: true });
  await cp(join(root, MIGRATIONS), join(folder, MIGRATIONS), { recursive: true });
  await truncateAll();
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  const vitest = join(folder, 'node_modules/vitest/vitest.mjs');
  run(folder, process.execPath, vitest, 'run', '--project', 'integration', ...TESTS);
} finally {
  run(root, 'git', 'worktree', 'remove', '--force', folder);
}
