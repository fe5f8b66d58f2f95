import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { en } from '#dashboard/i18n/en.ts';
import { fill } from '#dashboard/i18n/fill.ts';
import { zh } from '#dashboard/i18n/zh.ts';
import { PROJECT_FOLDER } from '#infra/bundling.ts';

const holes = (text: string): string[] =>
  [...text.matchAll(/\{(\w+)\}/g)].map(([hole]) => hole).sort();

describe('the texts', () => {
  it('are the same in both languages, with the same things filled in', () => {
    expect(Object.keys(zh)).toEqual(Object.keys(en));
    for (const [key, text] of Object.entries(en))
      expect([key, holes(zh[key as keyof typeof en])]).toEqual([key, holes(text)]);
  });

  it('are Chinese where they are to be', () => {
    const same = Object.entries(en).filter(([key, text]) => zh[key as keyof typeof en] === text);
    expect(same).toEqual([]);
  });

  it('are all used', async () => {
    const folder = join(PROJECT_FOLDER, 'dashboard');
    const files = (await readdir(folder, { recursive: true })).filter(
      (name) => /\.tsx?$/.test(name) && !name.startsWith('i18n'),
    );
    const sources = (
      await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')))
    ).join('\n');
    // Some keys are put together: `status.${status}`.
    const prefixes = [...sources.matchAll(/t\(\s*`(\w+)\.\$\{/g)].map(([, prefix]) => `${prefix}.`);
    const unused = Object.keys(en).filter(
      (key) => !sources.includes(`'${key}'`) && !prefixes.some((prefix) => key.startsWith(prefix)),
    );
    expect(unused).toEqual([]);
  });

  it('keep what nobody fills in', () => {
    expect(fill('{n} of {all}', { n: 1 })).toBe('1 of {all}');
    expect(fill('{n}', { n: '{n}' })).toBe('{n}');
  });
});
