import type { Task } from '#shared/domain/task.ts';
import type { WireTask } from '#shared/domain/wire.ts';

/** A task as the API shows it. */
export const presentTask = (task: Task): WireTask => ({
  id: task.id,
  network: task.network,
  tcp_ports: task.tcpPorts,
  udp_ports: task.udpPorts,
  query_status: task.queryStatus,
  status: task.status,
  online_ip_num: task.onlineIpNum,
  schedule: task.schedule && {
    cron: [...task.schedule.cron],
    at: [...task.schedule.at],
    timezone: task.schedule.timezone,
  },
  next_at: task.nextAt?.toISOString() ?? null,
  label: task.label,
  options: task.options,
  live_run_id: task.liveRunId,
  last_run_id: task.lastRunId,
  owner: task.owner,
  created_at: task.createdAt.toISOString(),
  query_time: task.queryTime?.toISOString() ?? null,
});
