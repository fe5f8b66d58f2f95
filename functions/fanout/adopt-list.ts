import { adoptedOptions, type Permission, readKey } from '#shared/domain/adopt.ts';
import { contains, type Network, parseCidr } from '#shared/domain/network.ts';
import { limitsIn } from '#shared/domain/scope.ts';
import type { LegacyTasks } from '#shared/store/legacy-tasks.ts';
import type { Planning } from '#shared/store/planning.ts';
import type { Quarantine } from '#shared/store/quarantine.ts';
import type { WorkList } from '#shared/store/work-list.ts';

/** As many items as the old system wrote for its largest network, a /16. */
const MOST_ITEMS = 65_536;
const PAGE = 5000;

export type AdoptDeps = {
  readonly tasks: Pick<LegacyTasks, 'findOrAdopt'>;
  readonly planning: Pick<Planning, 'plan'>;
  readonly workList: Pick<WorkList, 'peek' | 'trim'>;
  readonly quarantine: Pick<Quarantine, 'values'>;
  readonly permission: () => Promise<Permission>;
  /** Probes that an owner may have planned in a day. */
  readonly dailyProbes: number;
  readonly clock: () => Promise<Date>;
  readonly warn: (message: string, facts: Record<string, unknown>) => void;
};

/** What an old program wrote to a list. */
const readList = async (key: string, { workList }: AdoptDeps): Promise<string[]> => {
  const items: string[] = [];
  while (items.length < MOST_ITEMS) {
    const page = await workList.peek(key, items.length, items.length + PAGE);
    if (page.length === 0) break;
    items.push(...page);
  }
  return items;
};

/** An item as the part of its network that it stands for; null when it is none. */
const partOf = (item: string, network: Network): Network | null => {
  const part = parseCidr(item);
  return part !== null && contains(network, part) ? part : null;
};

const setAside = async (
  key: string,
  step: string,
  strange: readonly string[],
  { quarantine, clock, warn }: AdoptDeps,
): Promise<void> => {
  warn('a list holds items that are no address of its network', { key, strange: strange.length });
  await quarantine.values(key, step, strange, 'no address of its network', await clock());
};

/**
 * Makes a run of a list that an old program wrote itself: its addresses become slices, each address once. Nothing is
 * taken from the list before the run is planned, so a crash in between loses nothing; `step` names this reading of it.
 * `empty`: there is nothing to run; `overlap`: the task has a live run under another spelling, or its owner's budget of
 * the day is used up: the list has to wait.
 * Throws DomainError for a key that is no task or may not be probed.
 */
export const adoptList = async (key: string, step: string, deps: AdoptDeps) => {
  if ((await deps.workList.peek(key, 0, 1)).length === 0) return 'empty';
  const identity = readKey(key);
  const permission = await deps.permission();
  const options = adoptedOptions(identity, permission);
  const items = await readList(key, deps);
  const parts = items.flatMap((item) => partOf(item, identity.network) ?? []);
  const strange = items.filter((item) => partOf(item, identity.network) === null);
  if (parts.length > 0) {
    const task = await deps.tasks.findOrAdopt(key, identity, options);
    const occasion = {
      key,
      trigger: 'legacy',
      scheduledFor: await deps.clock(),
      missed: 0,
    } as const;
    const { verdict } = await deps.planning.plan(task, occasion, parts, {
      rate: limitsIn(permission.scopes, [identity.network]).rate,
      dailyProbes: deps.dailyProbes,
    });
    if (verdict !== 'planned') return 'overlap';
  }
  if (strange.length > 0) await setAside(key, step, strange, deps);
  await deps.workList.trim(key, step, items.length);
  return parts.length > 0 ? 'planned' : 'empty';
};
