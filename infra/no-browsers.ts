import type { Plugin } from 'esbuild';

/** The SDK names the browser that it runs in, by a parser that Node never calls; it stays out of a bundle. */
export const noBrowsers: Plugin = {
  name: 'no-browsers',
  setup: ({ onLoad }) => {
    onLoad({ filter: /[\\/]node_modules[\\/]bowser[\\/]/ }, () => ({
      contents: 'export const parse = undefined;',
    }));
  },
};
