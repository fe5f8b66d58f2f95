import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

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

/** Those first whose files take longest: at the end a worker has short ones to fill its time with. */
const projects = [
  project('faults', 120_000, stores),
  project('e2e', 180_000, stores),
  project('infra', 120_000),
  project('integration', 60_000, stores),
  project('unit', 15_000),
];
const kinds = projects.map(({ test }) => test.name);

/** A worker goes on with the next file only where that is of the same kind; another has to read everything anew. */
class KindByKind extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const placeOf = ({ project: { name } }: TestSpecification): number => kinds.indexOf(name);
    return (await super.sort(files)).toSorted((a, b) => placeOf(a) - placeOf(b));
  }
}

export default defineConfig({
  test: {
    pool: 'forks',
    // What tests import is read once for all files of a worker: half of their time was reading it again.
    isolate: false,
    // Most tests wait for servers: four at a time keep two cores busy.
    maxWorkers: 4,
    sequence: { sequencer: KindByKind },
    setupFiles: ['test/support/leave-nothing.ts'],
    projects,
  },
});
