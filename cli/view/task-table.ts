import type { Task } from '#client/api.d.ts';
import { type Cell, columns, inLine } from './columns.ts';
import { formatCount } from './format.ts';
import { formatInstant } from './instant.ts';
import type { Paint } from './paint.ts';

const LONGEST_PORTS = 30;

const HEADS = [
  { title: 'TASK', align: 'right' },
  { title: 'NETWORK' },
  { title: 'TCP' },
  { title: 'UDP' },
  { title: 'STATUS' },
  { title: 'ONLINE', align: 'right' },
  { title: 'LAST PROBED (UTC)' },
  { title: 'NEXT (UTC)' },
  { title: 'LABEL' },
] as const;

const ports = (text: string): string => inLine(text, LONGEST_PORTS) || '-';

const rowOf = (task: Task): Cell[] => [
  String(task.id),
  task.network,
  ports(task.tcp_ports),
  ports(task.udp_ports),
  task.status,
  formatCount(task.online_ip_num),
  formatInstant(task.query_time),
  formatInstant(task.next_at),
  task.label ?? '',
];

/** Tasks as rows of text, page by page. */
export const taskTable = (paint: Paint) => {
  const table = columns(HEADS, paint);
  return { add: (tasks: readonly Task[]): string => table.add(tasks.map(rowOf)) };
};
