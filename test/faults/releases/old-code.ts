import { execFileSync } from 'node:child_process';
import { cp, mkdtemp, rm, symlink } from 'node:fs/promises';
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

run(root, 'git', 'worktree', 'add', '--detach', '--force', folder, commit);
try {
  await rm(join(folder, MIGRATIONS), { recursive: true });
  await cp(join(root, MIGRATIONS), join(folder, MIGRATIONS), { recursive: true });
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  const vitest = join(folder, 'node_modules/vitest/vitest.mjs');
  run(folder, process.execPath, vitest, 'run', '--project', 'integration', ...TESTS);
} finally {
  run(root, 'git', 'worktree', 'remove', '--force', folder);
}
