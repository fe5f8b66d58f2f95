import { defineConfig } from 'vitest/config';

/** One project a kind of test; `vitest --project unit` runs one of them. Slow kinds get time, never retries. */
const project = (name: string, testTimeout: number) => ({
  extends: true as const,
  test: { name, include: [`test/${name}/**/*.test.ts`], testTimeout, hookTimeout: 120_000 },
});

export default defineConfig({
  test: {
    pool: 'forks',
    projects: [
      project('unit', 15_000),
      project('integration', 60_000),
      project('faults', 120_000),
      project('infra', 120_000),
      project('e2e', 180_000),
    ],
  },
});
