import { defineConfig } from 'vitest/config';

/** One project a kind of test; `vitest --project unit` runs one of them. Slow kinds get time, never retries. */
const project = (name: string, testTimeout: number, globalSetup: string[] = []) => ({
  extends: true as const,
  test: {
    name,
    include: [`test/${name}/**/*.test.ts`],
    testTimeout,
    hookTimeout: 120_000,
    globalSetup,
  },
});
/** Postgres for the kinds whose files ask for it; see test/support/stores.ts. */
const stores = ['test/support/global-stores.ts'];

export default defineConfig({
  test: {
    pool: 'forks',
    // What tests import is read once for all files of a worker: half of their time was reading it again.
    isolate: false,
    // Most tests wait for servers: three at a time keep two cores busy.
    maxWorkers: 3,
    setupFiles: ['test/support/leave-nothing.ts'],
    projects: [
      project('unit', 15_000),
      project('integration', 60_000, stores),
      project('faults', 120_000, stores),
      project('infra', 120_000),
      project('e2e', 180_000, stores),
    ],
  },
});
