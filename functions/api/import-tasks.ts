import { checkTaskRequest } from '#shared/domain/check-task.ts';
import { DomainError } from '#shared/domain/errors.ts';
import { DEFAULT_LIMITS } from '#shared/domain/limits.ts';
import { formatNetwork, parseNetworks } from '#shared/domain/network.ts';
import type { Task } from '#shared/domain/task.ts';
import type { Principal } from '#shared/runtime/auth.ts';
import type { Tasks } from '#shared/store/tasks.ts';
import { type Deps as CreateDeps, storeTasks } from './create-tasks.ts';
import { madeOnce } from './made-once.ts';
import type { CsvLine } from './read-csv.ts';
import { refuseLines } from './refuse-lines.ts';
import type { ImportQuery } from './schemas.ts';
import { viewerOf } from './viewer-of.ts';

export type Deps = CreateDeps & { readonly tasks: Pick<Tasks, 'get'> };
type Call = {
  readonly requestId: string | null;
  readonly admit: () => Promise<void>;
};

/** Errors that point at networks point at lines instead. */
const aboutLines = <T>(lines: readonly CsvLine[], check: () => T): T => {
  try {
    return check();
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const errors = error.errors.map(({ pointer, code }) => {
      const [, no] = /^\/networks\/(\d+)$/.exec(pointer) ?? [];
      const line = no === undefined ? undefined : lines[Number(no)];
      return { pointer: line === undefined ? pointer : `/lines/${line.line}`, code };
    });
    const { details } = error;
    throw new DomainError(error.code, error.message, { errors, ...(details && { details }) });
  }
};

/** The group of each canonical network. Throws where one is in two groups. */
const groupsOf = (lines: readonly CsvLine[]): Map<string, string> => {
  const groups = new Map<string, string>();
  for (const { line, network, group } of lines) {
    for (const known of parseNetworks(network).map(formatNetwork)) {
      if (groups.has(known) && groups.get(known) !== group)
        refuseLines(
          [{ pointer: `/lines/${line}`, code: 'repeated' }],
          'A network is in one group.',
        );
      groups.set(known, group);
    }
  }
  return groups;
};

/** Names the line of a task that is there already. */
const namingLine = async <T>(
  lines: readonly CsvLine[],
  principal: Principal,
  { tasks }: Deps,
  store: () => Promise<T>,
): Promise<T> => {
  try {
    return await store();
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'duplicate-task') throw error;
    const id = Number(error.details?.existing_id ?? 0);
    const existing = await tasks.get(id, viewerOf(principal));
    const line = lines.find(({ network }) =>
      parseNetworks(network).some((known) => formatNetwork(known) === existing?.network),
    );
    const errors = line ? [{ pointer: `/lines/${line.line}`, code: 'duplicate-task' }] : [];
    throw new DomainError(error.code, error.message, {
      errors,
      details: error.details ?? {},
      cause: error,
    });
  }
};

const create = async (
  text: string,
  ports: ImportQuery,
  principal: Principal,
  deps: Deps,
  { requestId, admit }: Call,
): Promise<Task[]> => {
  // A grammar that a cold start of the API need not read.
  const { readCsv } = await import('./read-csv.ts');
  const lines = readCsv(text);
  const [now, exclusions] = await Promise.all([deps.now(), deps.exclusions.current()]);
  const { scopes } = principal;
  const context = { now, policy: deps.policy, scopes, exclusions, limits: DEFAULT_LIMITS };
  const body = { networks: lines.map(({ network }) => network), ...ports };
  const checked = aboutLines(lines, () => checkTaskRequest(body, context));
  const groups = groupsOf(lines);
  const labelled = checked.map((task) => ({
    ...task,
    label: groups.get(formatNetwork(task.network)) || null,
  }));
  await admit();
  return namingLine(lines, principal, deps, () =>
    storeTasks(labelled, principal, deps, { now, request: requestId }),
  );
};

/** Creates a task for each network of the old system's file, all or none, with its group as label. */
export const importTasks = (
  text: string,
  ports: ImportQuery,
  principal: Principal,
  deps: Deps,
  call: Call,
): Promise<Task[]> =>
  madeOnce(
    call.requestId,
    (id) => deps.tasks.ofRequest(id, viewerOf(principal)),
    () => create(text, ports, principal, deps, call),
  );
