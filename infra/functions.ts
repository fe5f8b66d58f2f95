import type { FunctionName } from '#shared/runtime/environment.ts';
import type { NativePackage } from './native-package.ts';

/** What a function needs of the place it runs in; AWS and one machine both read this list. */
export type FunctionSpec = {
  readonly entry: string;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  /**
   * Folders copied into the bundle at the same relative path (`<bundle>/shared/store/migrations`). Code finds them from its own
   * place, `new URL('./migrations', import.meta.url)`, which bundling keeps true (keep-own-urls.ts).
   */
  readonly assets?: readonly string[];
  /**
   * Sources that run in threads of their own, started by `new Worker(new URL('./sweeper.ts', import.meta.url))`; each
   * becomes a file beside `index.mjs` (keep-own-urls.ts).
   */
  readonly workers?: readonly string[];
  /** A folder with a page that Vite builds; the bundle has what comes of it in `<folder>/built` (page-bundle.ts). */
  readonly page?: string;
  /** Packages with machine code, of which the bundle gets the part of its own architecture alone (native-package.ts). */
  readonly natives?: readonly NativePackage[];
};

/** The functions with credentials of their own; `migrate` has the deployer's, and makes theirs. */
export const OWN_CREDENTIALS = [
  'api',
  'scheduler',
  'fanout',
  'scanner',
  'notifier',
] as const satisfies readonly FunctionName[];

export const functions: Record<FunctionName, FunctionSpec> = {
  api: {
    entry: 'functions/api/handler.ts',
    memoryMb: 512,
    timeoutSeconds: 29,
    page: 'dashboard',
  },
  scheduler: { entry: 'functions/scheduler/handler.ts', memoryMb: 512, timeoutSeconds: 60 },
  fanout: { entry: 'functions/fanout/handler.ts', memoryMb: 512, timeoutSeconds: 900 },
  scanner: {
    entry: 'functions/scanner/handler.ts',
    memoryMb: 1024,
    timeoutSeconds: 300,
    assets: ['shared/identify/vendors'],
    workers: ['shared/engine/sweeper.ts'],
    natives: ['koffi'],
  },
  notifier: { entry: 'functions/notifier/handler.ts', memoryMb: 256, timeoutSeconds: 120 },
  migrate: {
    entry: 'functions/migrate/handler.ts',
    memoryMb: 512,
    timeoutSeconds: 120,
    assets: ['shared/store/migrations'],
  },
};
