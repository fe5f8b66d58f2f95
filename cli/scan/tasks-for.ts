import { isDeepStrictEqual } from 'node:util';
import type { Client, NewTasks } from '#cli/client.ts';
import { UsageError } from '#cli/usage-error.ts';
import type { Task } from '#client/api.d.ts';
import { ApiError } from '#client/api-error.ts';
import { formatNetwork, parseCidr } from '#shared/domain/network.ts';
import { requestFor, type ScanRequest } from './scan-request.ts';

/** The most networks one request may name. */
const BATCH = 1000;

/** The body by which tasks are created, or estimated. */
export const bodyOf = ({ networks, tcpPorts, udpPorts, options }: ScanRequest): NewTasks => ({
  networks,
  tcp_ports: tcpPorts,
  udp_ports: udpPorts,
  ...(Object.keys(options).length > 0 && { options }),
});

/** The id that a `duplicate-task` problem names; absent where the task is somebody else's. */
const existingId = (error: ApiError): number => {
  const id = error.body.existing_id;
  if (typeof id === 'number') return id;
  throw error;
};

const canonical = (cidr: unknown): unknown => {
  const network = typeof cidr === 'string' ? parseCidr(cidr) : null;
  return network === null ? cidr : formatNetwork(network);
};

const isSame = (ours: unknown, theirs: unknown): boolean =>
  Array.isArray(ours) && Array.isArray(theirs)
    ? isDeepStrictEqual(new Set(ours.map(canonical)), new Set(theirs.map(canonical)))
    : isDeepStrictEqual(ours, theirs);

/** A task that is there keeps its options, but for those that this scan names. */
const withOptions = async (client: Client, task: Task, { options }: ScanRequest): Promise<Task> => {
  const known: Readonly<Record<string, unknown>> = task.options;
  const other = Object.entries(options).some(([key, value]) => !isSame(value, known[key]));
  if (!other) return task;
  if (task.live_run_id === null) return client.setOptions(task.id, options);
  throw new UsageError(
    `task ${task.id} is being probed right now with other options: wait for run ${task.live_run_id}, or leave the options out`,
  );
};

const reuse = async (client: Client, error: ApiError, request: ScanRequest): Promise<Task> =>
  withOptions(client, await client.task(existingId(error)), request);

const halves = <T>(items: readonly T[]): (readonly T[])[] => {
  const middle = Math.ceil(items.length / 2);
  return [items.slice(0, middle), items.slice(middle)];
};

/** One request makes all or nothing, so where something is there already the networks are halved until it stands alone. */
const createOrReuse = async (
  client: Client,
  scan: ScanRequest,
  networks: readonly string[],
): Promise<Task[]> => {
  const request = requestFor(scan, networks);
  try {
    return await client.createTasks(bodyOf(request));
  } catch (error) {
    if (!(error instanceof ApiError && error.code === 'duplicate-task')) throw error;
    if (networks.length === 1) return [await reuse(client, error, request)];
  }
  const tasks: Task[] = [];
  for (const half of halves(networks)) tasks.push(...(await createOrReuse(client, scan, half)));
  return tasks;
};

/** The tasks of a scan, one for each network: made, or reused where the same (network, ports) is there. */
export const tasksFor = async (client: Client, scan: ScanRequest): Promise<Task[]> => {
  const tasks: Task[] = [];
  for (let from = 0; from < scan.networks.length; from += BATCH) {
    const batch = scan.networks.slice(from, from + BATCH);
    tasks.push(...(await createOrReuse(client, scan, batch)));
  }
  return tasks;
};
