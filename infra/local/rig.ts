import type { FunctionName } from '#shared/runtime/environment.ts';

/** What a fault test puts between the functions and what they use, and into their processes. */
export type Rig = {
  /** The URL that the functions are told instead of a store's own. */
  readonly inFrontOf: (store: 'upstash' | 'neon', url: string) => Promise<string>;
  /** Asked at each start of a function's process, with its environment: what is to be different in this one. */
  readonly variables: (
    name: FunctionName,
    environment: Readonly<Record<string, string>>,
  ) => Readonly<Record<string, string>>;
};
