import { type SQL, sql } from 'drizzle-orm';
import { formatNetwork, type Network } from '#shared/domain/network.ts';
import { dueTimesValue, type Schedule } from '#shared/domain/schedule.ts';
import type { TaskOptions } from '#shared/domain/task-options.ts';
import { taskTable } from './schema.ts';

export type NewTask = {
  owner: string;
  key: string;
  network: Network;
  tcpPorts: string;
  udpPorts: string;
  schedule: Schedule | null;
  label: string | null;
  options: TaskOptions;
  /** The id of the request that makes it, if its caller named it. */
  request?: string | null;
};

export type TaskChange = Partial<
  Pick<NewTask, 'key' | 'tcpPorts' | 'udpPorts' | 'schedule' | 'label' | 'options'>
>;

const scheduleColumns = (schedule: Schedule | null, now: Date) => ({
  auto_enable: schedule !== null,
  crontab_task: JSON.stringify(schedule?.cron ?? []),
  schedule_at: [...(schedule?.at ?? [])],
  timezone: schedule?.timezone ?? 'UTC',
  due_times: dueTimesValue(schedule, now),
  due_pending: true,
});

/** A new task as its row. */
const rowOf = (task: NewTask, now: Date) => ({
  owner: task.owner,
  key: task.key,
  network: formatNetwork(task.network),
  tcp_query_ports: task.tcpPorts,
  udp_query_ports: task.udpPorts,
  label: task.label,
  options: task.options,
  created_time: now,
  request: task.request ?? null,
  ...scheduleColumns(task.schedule, now),
  // A task without a schedule has no field, and an old program may make one.
  due_pending: task.schedule !== null,
});

/**
 * The statement that makes tasks and gives their ids. All rows are one parameter: to bind each value of a thousand tasks
 * takes seconds.
 */
export const insertOf = (tasks: readonly NewTask[], now: Date): SQL => {
  const rows = tasks.map((task) => rowOf(task, now));
  const columns = sql.raw(Object.keys(rows[0] ?? {}).join(', '));
  return sql`insert into ${taskTable} (${columns})
    select ${columns} from jsonb_populate_recordset(null::${taskTable}, ${JSON.stringify(rows)}::jsonb) returning id`;
};

/** The columns that a change touches. */
export const changeOf = (change: TaskChange, now: Date) => ({
  ...(change.key !== undefined && { key: change.key }),
  ...(change.tcpPorts !== undefined && { tcp_query_ports: change.tcpPorts }),
  ...(change.udpPorts !== undefined && { udp_query_ports: change.udpPorts }),
  ...(change.label !== undefined && { label: change.label }),
  ...(change.options !== undefined && { options: change.options }),
  ...(change.schedule !== undefined && scheduleColumns(change.schedule, now)),
});
