import { readFile } from 'node:fs/promises';

/** The built dashboard as it lies beside the function. */
export type Page = {
  readonly index: () => Promise<Uint8Array<ArrayBuffer>>;
  /** Null: there is no such file. */
  readonly asset: (
    name: string,
  ) => Promise<{ type: string; gzipped: Uint8Array<ArrayBuffer> } | null>;
};

/** Names as the build makes them: nothing that could lead out of the folder. */
const NAME = /^[\w-]+\.(js|css|svg)$/;
const TYPES: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
};

/** Where a bundle has it; see infra/page-bundle.ts. */
const FOLDER = new URL('../../dashboard/built/', import.meta.url);

const absent = (error: unknown): null => {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
  throw error;
};

/** Reads files when they are asked for, since most requests ask for none, and keeps them. */
export const pageIn = (folder = FOLDER): Page => {
  const kept = new Map<string, Promise<Uint8Array<ArrayBuffer>>>();
  const read = (path: string): Promise<Uint8Array<ArrayBuffer>> => {
    const known = kept.get(path) ?? readFile(new URL(path, folder));
    kept.set(path, known);
    known.catch(() => kept.delete(path));
    return known;
  };
  return {
    index: () => read('index.html'),
    asset: async (name) => {
      const [, extension = ''] = NAME.exec(name) ?? [];
      const type = TYPES[extension];
      if (type === undefined) return null;
      const gzipped = await read(`assets/${name}.gz`).catch(absent);
      return gzipped && { type, gzipped };
    },
  };
};
