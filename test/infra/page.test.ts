import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PROJECT_FOLDER } from '#infra/bundling.ts';
import { writePage } from '#infra/page-bundle.ts';

let folder: string;
let inputs: string[];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'netsweep-page-'));
  inputs = await writePage('dashboard', { outFolder: folder, projectFolder: PROJECT_FOLDER });
});
afterAll(() => rm(folder, { recursive: true }));

const assets = async () => {
  const at = join(folder, 'dashboard', 'built', 'assets');
  const names = await readdir(at);
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(at, name))).size));
  return names.map((name, index) => ({ name, size: sizes[index] ?? 0 }));
};

/** What a first look at the page loads. */
const FIRST_BYTES = 60_000;
const ALL_BYTES = 250_000;

describe('the built page', () => {
  it('has at most 250 KB compressed, of which a first look takes less than 60 KB', async () => {
    const all = await assets();
    expect(all.reduce((sum, { size }) => sum + size, 0)).toBeLessThanOrEqual(ALL_BYTES);
    const html = await readFile(join(folder, 'dashboard', 'built', 'index.html'), 'utf8');
    const first = all.filter(({ name }) => html.includes(name.replace('.gz', '')));
    expect(first.length).toBeGreaterThanOrEqual(3);
    expect(first.reduce((sum, { size }) => sum + size, 0)).toBeLessThanOrEqual(FIRST_BYTES);
  });

  it('runs and styles nothing that is written into it', async () => {
    const html = await readFile(join(folder, 'dashboard', 'built', 'index.html'), 'utf8');
    expect(html).not.toMatch(/<style|style=|\son\w+=|javascript:|data:|https?:/i);
    for (const [, attributes, text] of html.matchAll(/<script([^>]*)>(.*?)<\/script>/gs)) {
      expect(attributes).toMatch(/src="\/assets\/[\w-]+\.js"/);
      expect(text).toBe('');
    }
  });

  it('names what it is made of, so that it is built anew when that changes', () => {
    for (const source of [
      'dashboard/index.html',
      'dashboard/main.tsx',
      'dashboard/theme/base.css',
      'dashboard/icon.svg',
      'dashboard/map/hilbert.ts',
      'shared/domain/port-presets.ts',
    ])
      expect(inputs).toContain(source);
  });

  it('has names that the api function serves, each with a hash', async () => {
    for (const { name } of await assets())
      expect(name).toMatch(/^[\w-]+-[\w-]{8}\.(js|css|svg)\.gz$/);
  });
});
