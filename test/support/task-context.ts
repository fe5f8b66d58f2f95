import type { TaskContext } from '#shared/domain/check-task.ts';
import { DEFAULT_LIMITS } from '#shared/domain/limits.ts';
import { assumedScopes } from './bad-task-bodies.ts';
import { networkFrom } from './network-from.ts';

/** An operator on the policy `lambda`, with the scopes of the bad inputs; a test names what is different. */
export const taskContext = (different: Partial<TaskContext> = {}): TaskContext => ({
  now: new Date('2026-11-22T00:00:00Z'),
  policy: 'lambda',
  scopes: assumedScopes.map(networkFrom),
  exclusions: [],
  limits: DEFAULT_LIMITS,
  ...different,
});
