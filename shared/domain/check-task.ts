import { checkTargets } from './check-targets.ts';
import { exclusionsIn } from './exclusions.ts';
import { collectFailures } from './failures.ts';
import type { Policy } from './forbidden.ts';
import { checkLimits, type RunLimits, rateWithin } from './limits.ts';
import type { Network } from './network.ts';
import { parsePorts } from './ports.ts';
import { readBody } from './read-body.ts';
import { readTargets } from './read-targets.ts';
import { checkSchedule, type Schedule } from './schedule.ts';
import { limitsIn, type Scope } from './scope.ts';
import { type TaskRequest, taskRequest } from './task.ts';
import { formatTaskKey, type TaskIdentity } from './task-key.ts';
import { defaultOptions, mergeOptions, type TaskOptions } from './task-options.ts';

/** What a request is held against: the instant, the policy of the place, the caller's scopes and limits. */
export type TaskContext = {
  readonly now: Date;
  readonly policy: Policy;
  readonly scopes: readonly Scope[];
  readonly exclusions: readonly Network[];
  /** Where the scopes have none of their own. */
  readonly limits: RunLimits;
};

/** A task that may be stored. */
export type CheckedTask = TaskIdentity & {
  readonly key: string;
  readonly schedule: Schedule | null;
  readonly label: string | null;
  readonly options: TaskOptions;
};

/**
 * Checks the parsed body of POST /v1/tasks: schema → grammar → limits → forbidden → scope. One task a canonical CIDR,
 * repeats merged. Throws the first kind of DomainError met, with pointers into the body.
 */
export const checkTaskRequest = (body: unknown, context: TaskContext): CheckedTask[] => {
  const request = readBody(taskRequest, body);
  const { targets, tcpPorts, udpPorts } = readGrammar(request, context.now);
  const networks = targets.map(({ network }) => network);
  const limits = limitsIn(context.scopes, networks, context.limits);
  const merged = mergeOptions(defaultOptions(context.policy), request.options);
  const exclusions = exclusionsIn(networks, merged.exclude);
  const options = { ...merged, rate: rateWithin(merged.rate, request.options?.rate, limits) };
  checkLimits(networks, tcpPorts, udpPorts, options, limits);
  checkTargets(targets, context);
  return networks.map((network) => {
    const identity = { network, tcpPorts, udpPorts };
    return {
      ...identity,
      key: formatTaskKey(identity),
      schedule: request.schedule ?? null,
      label: request.label ?? null,
      options: { ...options, exclude: exclusions.get(network) ?? [] },
    };
  });
};

const readGrammar = (request: TaskRequest, now: Date) => {
  const failures = collectFailures();
  const targets = failures.attempt('', () => readTargets(request.networks)) ?? [];
  const tcpPorts = failures.attempt('/tcp_ports', () => parsePorts(request.tcp_ports)) ?? [];
  const udpPorts = failures.attempt('/udp_ports', () => parsePorts(request.udp_ports)) ?? [];
  const { schedule } = request;
  if (schedule) failures.attempt('/schedule', () => checkSchedule(schedule, now));
  failures.throwAny();
  return { targets, tcpPorts, udpPorts };
};
