import type { WireTask } from '#shared/domain/wire.ts';

export type TaskFilter = { readonly text: string; readonly status: string };

const textOf = ({ network, label, tcp_ports, udp_ports, owner }: WireTask): string =>
  [network, label, tcp_ports, udp_ports, owner].join(' ').toLowerCase();

/** Tasks that have the status and every word of the text. */
export const filterTasks = (
  tasks: readonly WireTask[],
  { text, status }: TaskFilter,
): WireTask[] => {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return tasks.filter((task) => {
    const own = textOf(task);
    return (status === '' || task.status === status) && words.every((word) => own.includes(word));
  });
};
