import { afterAll, vi } from 'vitest';

/** The files of a worker share its process: what one stands in for is as it was before the next. */
afterAll(() => {
  vi.unstubAllEnvs();
  vi.useRealTimers();
  vi.restoreAllMocks();
});
