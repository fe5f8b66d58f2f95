import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Template } from 'aws-cdk-lib/assertions';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PROJECT_FOLDER } from '#infra/bundling.ts';
import { functions } from '#infra/functions.ts';
import { copyNative } from '#infra/native-package.ts';
import type { FunctionName } from '#shared/runtime/environment.ts';
import { readerOf } from '#test/support/template-reader.ts';

const run = promisify(execFile);
const TIMEOUT_MS = 100_000;
const TEMPLATE = 'netsweep-dev.template.json';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'netsweep-synth-'));
  // What npm has to bring, once; from then on nothing is asked of anybody.
  await copyNative('koffi', 'arm64', join(folder, 'native'));
});
afterAll(() => rm(folder, { recursive: true }));

/** `npm run synth` without a tool on the PATH (no Docker, no npx), a home, an account or a region. */
const synth = async (name: string, args: string[] = []) => {
  const outFolder = join(folder, name, 'out');
  const [home, temporary] = [join(folder, name, 'home'), join(folder, name, 'tmp')];
  for (const empty of [home, temporary]) await mkdir(empty, { recursive: true });
  const env = { PATH: temporary, HOME: home, TMPDIR: temporary, CDK_OUTDIR: outFolder };
  const output = await run(process.execPath, ['infra/app.ts', ...args], {
    cwd: PROJECT_FOLDER,
    env,
    timeout: TIMEOUT_MS,
  });
  return { ...output, outFolder, left: await readdir(temporary) };
};
const templateIn = (outFolder: string): Promise<string> =>
  readFile(join(outFolder, TEMPLATE), 'utf8');

describe('synthesis of the real bundles', () => {
  let first: Awaited<ReturnType<typeof synth>>;
  let template: Template;
  beforeAll(async () => {
    first = await synth('first');
    template = Template.fromString(await templateIn(first.outFolder));
  });
  const bundleOf = (name: FunctionName): string =>
    join(first.outFolder, readerOf(template).function(name).Metadata['aws:asset:path']);

  it('says where the template is, and finds nothing to warn of', () => {
    expect(first.stderr.trim()).toBe(join(first.outFolder, TEMPLATE));
    expect(first.stdout).toBe('');
  });

  it('leaves no temporary file behind', () => {
    expect(first.left).toEqual([]);
  });

  it('gives the same template and the same code again, wherever it writes', async () => {
    const second = await synth('second');
    expect(await templateIn(second.outFolder)).toBe(await templateIn(first.outFolder));
    expect(await readdir(second.outFolder)).toEqual(await readdir(first.outFolder));
  });

  it.each(Object.keys(functions) as FunctionName[])('brings a handler for %s', async (name) => {
    const code = await readFile(join(bundleOf(name), 'index.mjs'), 'utf8');
    expect(code).toMatch(/export\s*\{[^}]*\bas handler\b[^}]*\}/);
  });

  it('brings the scanner its thread, and machine code of the processor it runs on', async () => {
    const { Architectures } = readerOf(template).function('scanner').Properties;
    expect(Architectures).toEqual(['arm64']);
    const files = await readdir(bundleOf('scanner'), { recursive: true });
    expect(files).toContain('sweeper.mjs');
    const native = files.filter((file) => file.endsWith('.node'));
    expect(native).toEqual(['node_modules/@koromix/koffi-linux-arm64/linux_arm64/koffi.node']);
    const elf = await readFile(join(bundleOf('scanner'), native[0] ?? ''));
    const EM_AARCH64 = 183;
    expect(elf.readUInt16LE(18)).toBe(EM_AARCH64);
  });

  it('is clean by cfn-lint, where that is installed', async ({ skip }) => {
    const version = await run('cfn-lint', ['--version']).catch(() => null);
    skip(version === null, 'cfn-lint, a Python package, is not installed here');
    const file = join(first.outFolder, TEMPLATE);
    const { stdout } = await run('cfn-lint', ['--non-zero-exit-code', 'error', '-t', file]);
    expect(stdout).not.toMatch(/^E/m);
  });

  it('brings the migrations along with what runs them', async () => {
    const journal = join('shared', 'store', 'migrations', 'meta', '_journal.json');
    const inBundle = await readFile(join(bundleOf('migrate'), journal), 'utf8');
    expect(inBundle).toBe(await readFile(join(PROJECT_FOLDER, journal), 'utf8'));
  });
});

it('takes -c key=value as the CDK command line does, and stops at a wrong one', async () => {
  await expect(synth('wrong', ['-c', 'stage=Prod_1'])).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('context is wrong: stage'),
  });
});
