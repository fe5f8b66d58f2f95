import { cp, mkdir, readdir, readFile, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { PROJECT_FOLDER, writeBundle } from '#infra/bundling.ts';
import { bundleFunctions } from '#infra/local/bundle.ts';
import { functionOf, startLambda } from '#test/support/local-lambda.ts';
import { useTempFolder } from '#test/support/temp-folder.ts';

const folder = await useTempFolder();

const SOURCES = {
  'package.json': '{"type":"module","imports":{"#functions/*":"./functions/*"}}',
  'functions/greeter/handler.ts': `
    import Parser from 'redis-parser';
    import { greeting } from '#functions/greeter/greeting.ts';
    export const handler = async (name: string) => [greeting(name), typeof Parser, import.meta.filename];
  `,
  'functions/greeter/greeting.ts': `
    import { readFileSync } from 'node:fs';
    import { join } from 'node:path';
    const words = readFileSync(new URL('./words/hello.txt', import.meta.url), 'utf8');
    const again = readFileSync(join(import.meta.dirname, 'words', 'hello.txt'), 'utf8');
    export const greeting = (name: string): string => words + ' ' + again + ' ' + name;
  `,
  'functions/greeter/words/hello.txt': 'hello',
};
const spec = { entry: 'functions/greeter/handler.ts', assets: ['functions/greeter/words'] };

/** A project of one function at a place of its own. */
const startProject = async (name: string) => {
  const projectFolder = join(folder, name);
  const write = async (file: string, text: string): Promise<void> => {
    await mkdir(dirname(join(projectFolder, file)), { recursive: true });
    await writeFile(join(projectFolder, file), text);
  };
  for (const [file, text] of Object.entries(SOURCES)) await write(file, text);
  await symlink(join(PROJECT_FOLDER, 'node_modules'), join(projectFolder, 'node_modules'));
  const outFolder = join(folder, `${name} bundles`);
  const bundle = async () =>
    (await bundleFunctions({ greeter: spec }, { projectFolder, outFolder })).greeter;
  return { projectFolder, outFolder, write, bundle };
};

/** What the bundle answers when Lambda runs it. */
const greet = async (bundleFolder: string): Promise<unknown[]> => {
  const service = await startLambda({ functions: { greeter: functionOf(bundleFolder) } });
  return JSON.parse((await service.invoke('greeter', 'you')).payload.toString('utf8'));
};

const filesOf = async (root: string): Promise<Record<string, string>> => {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const texts = files.map(async ({ parentPath, name }) => {
    const path = join(parentPath, name);
    return [path.slice(root.length), await readFile(path, 'utf8')];
  });
  return Object.fromEntries(await Promise.all(texts));
};

test('a bundle runs alone: CommonJS dependencies, and assets beside the sources that read them', async () => {
  const { bundle } = await startProject('alone');
  const made = await bundle();
  expect(await greet(made)).toEqual([
    'hello hello you',
    'function',
    join(made, 'functions/greeter/handler.ts'),
  ]);
  const { size } = await stat(join(made, 'index.mjs'));
  expect(size).toBeLessThan(50_000);
  expect(Object.keys(await filesOf(made)).sort()).toEqual([
    '/functions/greeter/words/hello.txt',
    '/index.mjs',
    '/index.mjs.map',
  ]);
});

test('unchanged sources are not bundled again', async () => {
  const { bundle } = await startProject('unchanged');
  const first = await bundle();
  const { mtimeMs } = await stat(join(first, 'index.mjs'));
  expect(await bundle()).toBe(first);
  expect((await stat(join(first, 'index.mjs'))).mtimeMs).toBe(mtimeMs);
});

const CHANGES = {
  source: [
    'functions/greeter/greeting.ts',
    "export const greeting = (name: string): string => 'bye '.concat(name);",
  ],
  asset: ['functions/greeter/words/hello.txt', 'bye'],
  'new asset': ['functions/greeter/words/more.txt', 'bye'],
  'package.json': ['package.json', SOURCES['package.json'].replace('{', '{"version":"2",')],
} as const;

test.each(Object.entries(CHANGES))(
  'a changed %s makes another bundle',
  async (name, [file, text]) => {
    const { bundle, write } = await startProject(`changed ${name}`);
    const first = await bundle();
    await write(file, text);
    const second = await bundle();
    expect(second).not.toBe(first);
    const [greeting] = await greet(second);
    const wanted = { source: 'bye you', asset: 'bye bye you' };
    expect(greeting).toBe(wanted[name as keyof typeof wanted] ?? 'hello hello you');
  },
);

test('a source that is gone is an error that names it, not an old bundle', async () => {
  const { bundle, write } = await startProject('gone');
  await bundle();
  await write('functions/greeter/handler.ts', "export { handler } from './no-such-file.ts';");
  await expect(bundle()).rejects.toThrow(/functions\/greeter\/handler\.ts.*no-such-file/);
});

test('many at once share the folder', async () => {
  const { bundle, outFolder } = await startProject('shared');
  const made = await Promise.all([bundle(), bundle(), bundle()]);
  expect(new Set(made).size).toBe(1);
  expect((await greet(made[0]))[0]).toBe('hello hello you');
  expect(await readdir(join(outFolder, 'greeter'))).toHaveLength(2);
});

test('what nobody used for a month is removed', async () => {
  const { bundle, outFolder, write } = await startProject('old');
  const first = await bundle();
  const longAgo = new Date(Date.now() - 31 * 24 * 3600 * 1000);
  await utimes(first, longAgo, longAgo);
  await write(...CHANGES.source);
  const second = await bundle();
  expect(await readdir(join(outFolder, 'greeter'))).toEqual(
    expect.not.arrayContaining([basename(first)]),
  );
  expect((await greet(second))[0]).toBe('bye you');
});

test('the same sources make the same bytes, wherever they and the bundle lie', async () => {
  const { projectFolder } = await startProject('deterministic');
  const write = async (place: string) => {
    const projectCopy = join(folder, place, 'project');
    await cp(projectFolder, projectCopy, { recursive: true, verbatimSymlinks: true });
    const outFolder = join(folder, place, 'out');
    // Only sources of the copy: those of node_modules are all at one place.
    await writeFile(
      join(projectCopy, spec.entry),
      "export { greeting as handler } from './greeting.ts';",
    );
    const { codeBytes, inputs } = await writeBundle(spec, {
      projectFolder: projectCopy,
      outFolder,
    });
    return { codeBytes, inputs, files: await filesOf(outFolder) };
  };
  const [near, far] = [await write('near'), await write('a/much/deeper place')];
  expect(far).toEqual(near);
  expect(near.inputs).toEqual(['functions/greeter/greeting.ts', 'functions/greeter/handler.ts']);
  expect(near.codeBytes).toBe(near.files['/index.mjs']?.length);
  expect(JSON.parse(near.files['/index.mjs.map'] ?? '').sources).toContain(
    'functions/greeter/greeting.ts',
  );
});
