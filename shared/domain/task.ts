import * as z from 'zod';
import { label } from './label.ts';
import { type Schedule, scheduleRequest } from './schedule.ts';
import { type TaskOptions, taskOptionsRequest } from './task-options.ts';

/** Their grammar is read later (`parsePorts`): text of a length that is cheap to look at is all that is asked here. */
const ports = z.string().max(2048);

/** Body of POST /v1/tasks as its schema sees it; `checkTaskRequest` reads the rest. */
export const taskRequest = z.strictObject({
  networks: z.array(z.string().max(100)).min(1).max(1000),
  tcp_ports: ports.default(''),
  udp_ports: ports.default(''),
  schedule: scheduleRequest.optional(),
  label: label.optional(),
  options: taskOptionsRequest.optional(),
});
export type TaskRequest = z.infer<typeof taskRequest>;

/** Body of PATCH /v1/tasks/{id}: what is absent stays; null switches the schedule off or takes the label away. */
export const taskPatch = z.strictObject({
  tcp_ports: ports.optional(),
  udp_ports: ports.optional(),
  schedule: scheduleRequest.nullish(),
  label: label.nullish(),
  options: taskOptionsRequest.optional(),
});
export type TaskPatch = z.infer<typeof taskPatch>;

export type TaskStatus = 'new' | 'waiting' | 'probing' | 'paused' | 'done' | 'failed';

/** The old system's codes: 0 not started, 1 waiting, 2 done, 3 error, 4 probing. */
export type QueryStatus = 0 | 1 | 2 | 3 | 4;

/** What to probe and when. */
export type Task = {
  readonly id: number;
  readonly owner: string;
  /** `net&tcp&udp` as Redis has it; an adopted key keeps the spelling it was written in. */
  readonly key: string;
  readonly network: string;
  readonly tcpPorts: string;
  readonly udpPorts: string;
  readonly queryStatus: QueryStatus;
  readonly status: TaskStatus;
  readonly onlineIpNum: number;
  readonly schedule: Schedule | null;
  readonly nextAt: Date | null;
  readonly label: string | null;
  readonly options: TaskOptions;
  readonly liveRunId: number | null;
  readonly lastRunId: number | null;
  readonly createdAt: Date;
  readonly queryTime: Date | null;
};
