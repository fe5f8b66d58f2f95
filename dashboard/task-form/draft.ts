import type { NewTask } from '#dashboard/api/calls.ts';
import { lineOf, pickedOf } from '#dashboard/schedule/picked.ts';
import type { PickedSchedule } from '#dashboard/schedule/schedule-picker.tsx';
import type { TaskPatch } from '#shared/domain/task.ts';
import type { TaskOptionsRequest } from '#shared/domain/task-options.ts';
import type { WireTask } from '#shared/domain/wire.ts';

/** A task as it is being written. */
export type Draft = {
  readonly networks: string;
  readonly tcp: string;
  readonly udp: string;
  readonly label: string;
  readonly schedule: PickedSchedule;
  readonly options: TaskOptionsRequest;
};

export const newDraft = (
  query: URLSearchParams,
  timezone = Intl.DateTimeFormat().resolvedOptions().timeZone,
): Draft => ({
  networks: query.get('network') ?? '',
  tcp: query.get('tcp') ?? 'top-100',
  udp: query.get('udp') ?? '',
  label: '',
  schedule: { lines: [], at: [], timezone },
  options: {},
});

export const draftOf = (task: WireTask): Draft => ({
  networks: task.network,
  tcp: task.tcp_ports,
  udp: task.udp_ports,
  label: task.label ?? '',
  schedule: {
    lines: (task.schedule?.cron ?? []).map(pickedOf),
    at: task.schedule?.at ?? [],
    timezone: task.schedule?.timezone ?? 'UTC',
  },
  options: task.options,
});

/** The words of a text that lists things, one a line or with commas between. */
export const listed = (text: string): string[] =>
  text.split(/[\s,]+/).filter((part) => part !== '');

const scheduleOf = ({ lines, at, timezone }: PickedSchedule) =>
  lines.length + at.length === 0 ? null : { cron: lines.map(lineOf), at: [...at], timezone };

export const bodyOf = ({ networks, tcp, udp, label, schedule, options }: Draft): NewTask => {
  const when = scheduleOf(schedule);
  return {
    networks: listed(networks),
    tcp_ports: tcp.trim(),
    udp_ports: udp.trim(),
    ...(label.trim() !== '' && { label: label.trim() }),
    ...(when && { schedule: when }),
    options,
  };
};

/** What PATCH is told: all that the form shows, but the network, which stays. */
export const patchOf = ({ tcp, udp, label, schedule, options }: Draft): TaskPatch => ({
  tcp_ports: tcp.trim(),
  udp_ports: udp.trim(),
  label: label.trim() === '' ? null : label.trim(),
  schedule: scheduleOf(schedule),
  options,
});
