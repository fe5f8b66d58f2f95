import { checkTargets } from './check-targets.ts';
import type { CheckedTask, TaskContext } from './check-task.ts';
import { exclusionsIn } from './exclusions.ts';
import { collectFailures } from './failures.ts';
import { checkLimits, rateWithin } from './limits.ts';
import { storedNetwork } from './network.ts';
import { parsePorts } from './ports.ts';
import { readBody } from './read-body.ts';
import { checkSchedule } from './schedule.ts';
import { limitsIn } from './scope.ts';
import { type Task, type TaskPatch, taskPatch } from './task.ts';
import { formatTaskKey } from './task-key.ts';
import { mergeOptions } from './task-options.ts';

type Patched = Pick<Task, 'network' | 'tcpPorts' | 'udpPorts' | 'schedule' | 'label' | 'options'>;

/**
 * Checks the parsed body of PATCH /v1/tasks/{id} against the task it changes, in the order of `checkTaskRequest`.
 * What the body does not name stays as it is; a schedule that stays is not judged again.
 */
export const checkTaskPatch = (body: unknown, task: Patched, context: TaskContext): CheckedTask => {
  const patch = readBody(taskPatch, body);
  const network = storedNetwork(task.network);
  const { tcpPorts, udpPorts } = readGrammar(patch, task, context.now);
  const merged = mergeOptions(task.options, patch.options);
  const exclude = exclusionsIn([network], merged.exclude).get(network) ?? [];
  const limits = limitsIn(context.scopes, [network], context.limits);
  const rate = rateWithin(merged.rate, patch.options?.rate, limits);
  const options = { ...merged, exclude, rate };
  checkLimits([network], tcpPorts, udpPorts, options, limits);
  checkTargets([{ network, pointer: '' }], context);
  const { schedule = task.schedule, label = task.label } = patch;
  const identity = { network, tcpPorts, udpPorts };
  return { ...identity, key: formatTaskKey(identity), schedule, label, options };
};

const readGrammar = (patch: TaskPatch, task: Patched, now: Date) => {
  const failures = collectFailures();
  const ports = (pointer: string, text: string) =>
    failures.attempt(pointer, () => parsePorts(text)) ?? [];
  const tcpPorts = ports('/tcp_ports', patch.tcp_ports ?? task.tcpPorts);
  const udpPorts = ports('/udp_ports', patch.udp_ports ?? task.udpPorts);
  const { schedule } = patch;
  if (schedule) failures.attempt('/schedule', () => checkSchedule(schedule, now));
  failures.throwAny();
  return { tcpPorts, udpPorts };
};
