import { readFile } from 'node:fs/promises';
import { dirname, relative, sep } from 'node:path';
import type { Plugin } from 'esbuild';

const quoted = (path: string): string => JSON.stringify(path.split(sep).join('/'));

/** Kept from the rule for what lies beside a source: a worker lies beside the bundle's own file. */
const BUNDLE_URL = 'import.meta["url"]';
const worker = `new URL('./$1.mjs', ${BUNDLE_URL})`;

const rewrite = (text: string, own: string): string =>
  text
    .replaceAll(/new URL\('\.\/([\w-]+)\.ts', import\.meta\.url\)/g, worker)
    .replaceAll('import.meta.url', `new URL(${quoted(encodeURI(own))}, import.meta.url).href`)
    .replaceAll('import.meta.dirname', `(import.meta.dirname + ${quoted(sep + dirname(own))})`)
    .replaceAll('import.meta.filename', `(import.meta.dirname + ${quoted(sep + own)})`);

/**
 * In one bundled file `import.meta` would be the bundle's own; in our sources it keeps its meaning instead: a file
 * that reads a folder beside it (`new URL('./migrations', import.meta.url)`) finds the copy at the same relative
 * path of the bundle, so that the code is the same bundled or not. A source named so is a thread's: it was bundled
 * for itself, at the top of the bundle.
 */
export const keepOwnUrls = (projectFolder: string): Plugin => ({
  name: 'keep-own-urls',
  setup: ({ onLoad }) => {
    onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      if (path.includes(`${sep}node_modules${sep}`)) return null;
      const text = await readFile(path, 'utf8');
      if (!text.includes('import.meta.')) return null;
      return { contents: rewrite(text, relative(projectFolder, path)), loader: 'ts' };
    });
  },
});
