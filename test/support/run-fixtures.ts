import { randomUUID } from 'node:crypto';
import type { HostFindings } from '#shared/domain/observation.ts';
import { parsePorts } from '#shared/domain/ports.ts';
import type { Task } from '#shared/domain/task.ts';
import { formatTaskKey } from '#shared/domain/task-key.ts';
import { type TaskOptions, taskOptions } from '#shared/domain/task-options.ts';
import type { Database } from '#shared/store/database.ts';
import { startRunsIn } from '#shared/store/start-runs.ts';
import type { NewTask } from '#shared/store/task-write.ts';
import { tasksIn } from '#shared/store/tasks.ts';
import { networkFrom } from './network-from.ts';

/** Who sees everything. */
export const admin = { owner: 'admin', isAdmin: true, scopes: ['0.0.0.0/0', '::/0'] };

/** A task as the API would store it. */
export const newTask = (text: string, tcpPorts = '22', more: Partial<NewTask> = {}): NewTask => {
  const network = networkFrom(text);
  return {
    owner: 'admin',
    key: formatTaskKey({ network, tcpPorts: parsePorts(tcpPorts), udpPorts: [] }),
    network,
    tcpPorts,
    udpPorts: '',
    schedule: null,
    label: null,
    options: taskOptions.parse({}),
    ...more,
  };
};

export const createTask = async (
  db: Database,
  text: string,
  tcpPorts?: string,
  options: Partial<TaskOptions> = {},
): Promise<Task> => {
  const wanted = newTask(text, tcpPorts, { options: taskOptions.parse(options) });
  const [task] = await tasksIn(db).create([wanted], admin, new Date());
  if (!task) throw new Error('no task was made');
  return task;
};

/** A task with a planned run. */
export const startedRun = async (db: Database, text: string, tcpPorts?: string) => {
  const task = await createTask(db, text, tcpPorts);
  const [runId] = await startRunsIn(db)([task]);
  if (runId === undefined) throw new Error('no run was planned');
  return { task, runId };
};

/** A host with SSH open. */
export const hostAt = (address: string): HostFindings => ({
  address,
  observations: [
    { protocol: 'tcp', port: 22, state: 'open', reason: 'syn-ack', rttMs: 0.5, attempts: 1 },
  ],
  counts: { closed: 2, filtered: 0, openFiltered: 0 },
});

/** An owner as the fan-out names them. */
export const anOwner = (): string => randomUUID();
