import { type InferSelectModel, sql } from 'drizzle-orm';
import * as z from 'zod';
import { parseDueTimes, type Schedule } from '#shared/domain/schedule.ts';
import type { QueryStatus, Task, TaskStatus } from '#shared/domain/task.ts';
import { taskTable } from './schema.ts';

const runsOfTask = sql`netsweep_run r where r.task_id = ${taskTable.id}`;

/** The status in words: `paused` is a live run's state, the others follow from the old status codes. */
export const taskStatusSql = sql<TaskStatus>`case
  when exists (select 1 from ${runsOfTask} and r.state = 'paused') then 'paused'
  else (array['new', 'waiting', 'done', 'failed', 'probing'])[${taskTable.query_status} + 1] end`;

/** What a task is read with: its row, and what its runs say of it. */
export const taskColumns = {
  task: taskTable,
  status: taskStatusSql,
  live_run_id: sql<
    number | null
  >`(select max(r.id) from ${runsOfTask} and netsweep_is_live(r.state))`.mapWith(Number),
  last_run_id: sql<number | null>`(select max(r.id) from ${runsOfTask})`.mapWith(Number),
};

type TaskRow = {
  task: InferSelectModel<typeof taskTable>;
  status: TaskStatus;
  live_run_id: number | null;
  last_run_id: number | null;
};

const cronLines = z.array(z.string());

const scheduleOf = ({ task }: TaskRow): Schedule | null =>
  task.auto_enable
    ? {
        cron: cronLines.parse(JSON.parse(task.crontab_task)),
        at: task.schedule_at,
        timezone: task.timezone,
      }
    : null;

const nextAtOf = ({ task }: TaskRow): Date | null => {
  const times = parseDueTimes(task.due_times ?? '');
  return times && new Date(Math.min(...times) * 1000);
};

export const taskFromRow = (row: TaskRow): Task => ({
  id: row.task.id,
  owner: row.task.owner,
  key: row.task.key,
  network: row.task.network,
  tcpPorts: row.task.tcp_query_ports,
  udpPorts: row.task.udp_query_ports,
  queryStatus: row.task.query_status as QueryStatus,
  status: row.status,
  onlineIpNum: row.task.online_ip_num,
  schedule: scheduleOf(row),
  nextAt: nextAtOf(row),
  label: row.task.label,
  options: row.task.options,
  liveRunId: row.live_run_id,
  lastRunId: row.last_run_id,
  createdAt: row.task.created_time,
  queryTime: row.task.query_time,
});
