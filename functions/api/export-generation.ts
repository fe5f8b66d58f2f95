import type { Run } from '#shared/domain/run.ts';
import type { Task } from '#shared/domain/task.ts';

/** Whose hosts are written: a task and the run they came from; null before its first finished run. */
export type Generation = {
  readonly task: Pick<Task, 'id' | 'network' | 'tcpPorts' | 'udpPorts' | 'createdAt'>;
  readonly run: Run | null;
};
