import { formatNetwork, parseNetworks } from '#shared/domain/network.ts';
import { LIVE_STATES } from '#shared/domain/run.ts';
import { taskOptions } from '#shared/domain/task-options.ts';
import type * as wire from '#shared/domain/wire.ts';
import { fakeRun, fakeTask, problem } from './fake-answers.ts';
import type { FakeReply, FakeRequest, FakeState } from './fake-api.ts';

const isLive = (run: wire.WireRun): boolean =>
  (LIVE_STATES as readonly string[]).includes(run.state);

const createTasks = ({ body }: FakeRequest, state: FakeState): FakeReply => {
  const { networks, tcp_ports, udp_ports, options, label } = body as {
    networks: string[];
    tcp_ports: string;
    udp_ports: string;
    options?: object;
    label?: string;
  };
  const wanted = networks.flatMap((text) => parseNetworks(text).map(formatNetwork));
  const outside = wanted.find((network) => !network.startsWith('127.'));
  if (outside) return problem(403, 'scope-denied', `${outside}: not wholly inside the scopes.`);
  const existing = [...state.tasks.values()].find(
    (task) => wanted.includes(task.network) && task.tcp_ports === tcp_ports,
  );
  const details = existing && { existing_id: existing.id };
  if (existing) return problem(409, 'duplicate-task', 'a task like this exists', details);
  const made = wanted.map((network, at) =>
    fakeTask({
      id: state.tasks.size + at + 1,
      network,
      tcp_ports,
      udp_ports,
      options: taskOptions.parse(options ?? {}),
      label: label ?? null,
    }),
  );
  for (const task of made) state.tasks.set(task.id, task);
  return { status: 201, body: { tasks: made } };
};

const startRuns = ({ body }: FakeRequest, state: FakeState): FakeReply => {
  const { task_ids: ids } = body as { task_ids: number[] };
  if (ids.some((id) => !state.tasks.has(id))) return problem(404, 'not-found', 'No such task.');
  if (ids.some((id) => state.tasks.get(id)?.live_run_id != null))
    return problem(409, 'run-live', 'A task has a live run.');
  const runs = ids.map((id, at) => fakeRun({ id: 100 + state.runs.size + at, task_id: id }));
  for (const run of runs) {
    state.runs.set(run.id, run);
    const task = state.tasks.get(run.task_id);
    if (task) task.live_run_id = run.id;
  }
  return { status: 202, body: { runs } };
};

const setRun = (state: FakeState, run: wire.WireRun): wire.WireRun => {
  state.runs.set(run.id, run);
  const task = state.tasks.get(run.task_id);
  if (task && !isLive(run)) task.live_run_id = null;
  return run;
};

const getRun = (path: string, run: wire.WireRun, state: FakeState): FakeReply => {
  const asked = state.requests.filter((request) => request.path === path).length;
  const next = isLive(run) ? setRun(state, fakeRun({ ...run, ...state.step(run, asked) })) : run;
  return { status: 200, body: next };
};

/** A page of the list; the cursor is the position. */
const page = <T>(items: readonly T[], { query }: FakeRequest) => {
  const from = Number(query.get('cursor') ?? 0);
  const to = from + Number(query.get('limit') ?? 100);
  return { items: items.slice(from, to), next: to < items.length ? String(to) : null };
};

const hostPage = (request: FakeRequest, state: FakeState, more = {}): FakeReply => {
  const { items: hosts, next } = page(state.hosts, request);
  return { status: 200, body: { hosts, next, ...more } };
};

const runRoute = (request: FakeRequest, state: FakeState): FakeReply => {
  const [, , , id, what] = request.path.split('/');
  const run = state.runs.get(Number(id));
  if (!run) return problem(404, 'not-found', 'There is no such run.');
  if (what === 'hosts') return hostPage(request, state, { complete: run.state === 'done' });
  if (what === undefined) return getRun(request.path, run, state);
  if (what === 'changes') return changePage(request, state);
  const ended = DEEDS[what ?? ''] ?? 'cancelled';
  return { status: 200, body: setRun(state, { ...run, state: ended }) };
};

const DEEDS: Record<string, wire.WireRun['state']> = {
  pause: 'paused',
  resume: 'probing',
  cancel: 'cancelled',
};

const changePage = (request: FakeRequest, state: FakeState): FakeReply => {
  const { items: changes, next } = page(state.changes, request);
  return { status: 200, body: { changes, next } };
};

/** Lists that admins keep: shown, added to, taken from. */
const adminRoute = (request: FakeRequest, state: FakeState): FakeReply | null => {
  const [, , name = '', id] = request.path.split('/');
  const kept = state.admin.get(name);
  if (kept === undefined) return null;
  if (request.method === 'GET') {
    const { items, next } = page(kept, request);
    return { status: 200, body: { [name === 'audit' ? 'entries' : name]: items, next } };
  }
  if (request.method === 'DELETE') {
    const at = kept.findIndex((one) => String(one.id) === id);
    if (at === -1) return problem(404, 'not-found', 'Nothing has this id.');
    kept.splice(at, 1);
    return { status: 204 };
  }
  const made = { ...kept[0], ...(request.body as object), id: kept.length + 1 };
  kept.push(made);
  return { status: 201, body: name === 'tokens' ? { ...made, token: 'nst_secret' } : made };
};

const deleteTasks = ({ body }: FakeRequest, state: FakeState): FakeReply => {
  const { ids } = body as { ids: number[] };
  if (ids.some((id) => !state.tasks.has(id))) return problem(404, 'not-found', 'No such task.');
  for (const id of ids) state.tasks.delete(id);
  return { status: 204 };
};

/** An export in two parts. */
const exportPart = ({ path, query }: FakeRequest): FakeReply =>
  query.has('cursor')
    ? { status: 200, body: 'tail of it\n', headers: { 'content-type': 'text/csv' } }
    : {
        status: 200,
        body: `head of ${path}\n`,
        headers: { 'content-type': 'text/csv', link: `<${path}?cursor=1>; rel="next"` },
      };

const taskLists: Record<string, (request: FakeRequest, state: FakeState) => FakeReply> = {
  runs: (request, state) => {
    const { items: runs, next } = page([...state.runs.values()].reverse(), request);
    return { status: 200, body: { runs, next } };
  },
  hosts: hostPage,
  map: (_request, state) => ({ status: 200, body: state.map }),
  'hosts.csv': exportPart,
  'hosts.jsonl': exportPart,
  'hosts.xml': exportPart,
};

const taskRoute = (request: FakeRequest, state: FakeState): FakeReply => {
  const [, , , id, what] = request.path.split('/');
  const task = state.tasks.get(Number(id));
  if (!task) return problem(404, 'not-found', 'There is no such task.');
  const list = taskLists[what ?? ''];
  if (list) return list(request, state);
  const { options = {}, ...rest } = (request.body ?? {}) as { options?: object };
  Object.assign(task.options, options);
  Object.assign(task, rest);
  return { status: 200, body: task };
};

const listTasks = (request: FakeRequest, state: FakeState): FakeReply => {
  const { items: tasks, next } = page([...state.tasks.values()], request);
  return { status: 200, body: { tasks, next } };
};

const fixed: Record<string, (request: FakeRequest, state: FakeState) => FakeReply> = {
  'POST /v1/tasks': createTasks,
  'GET /v1/tasks': listTasks,
  'POST /v1/tasks/delete': deleteTasks,
  'POST /v1/runs': startRuns,
  'POST /v1/estimates': () => ({
    status: 200,
    body: {
      addresses: 256,
      probes: 3584,
      chunks: 2,
      seconds: 66,
      cost_usd: 0.000148,
      packets_per_second: 1274,
      prices_as_of: '2026-11-01',
    },
  }),
  'GET /v1/changes': (request, state) => changePage(request, state),
  'GET /v1/health': () => ({ status: 200, body: { postgres: true, redis: true } }),
};

/** The routes that the command line uses, as the API describes them. */
export const fakeRoutes = (request: FakeRequest, state: FakeState): FakeReply => {
  const route = fixed[`${request.method} ${request.path}`];
  if (route) return route(request, state);
  const kept = adminRoute(request, state);
  if (kept) return kept;
  return request.path.startsWith('/v1/runs/')
    ? runRoute(request, state)
    : taskRoute(request, state);
};
