/**
 * Load on the one-machine stack, of loopback networks alone. `npm run bench:api -- --rounds 3` prints API.md; it takes
 * some seven minutes.
 */
import { cpus, loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { callerWith, nextNetworks } from './api/caller.ts';
import { type Load, type Outcome, putLoad } from './api/load.ts';
import { startStackProcess } from './api/stack-process.ts';
import { tickWithDue } from './api/tick.ts';
import { type Measure, printTable } from './print-table.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '3' } } });
const ROUNDS = Number(values.rounds);
/** Requests a second of a token. Less than the default, so that a burst goes beyond it on any machine. */
const TOKEN_RATE = 30;
const CALLERS = 8;
const MIXED: Load = { rate: 200, seconds: 60, connections: 20 };
const BURST: Load = { rate: 1000, seconds: 10, connections: 100 };
const BESIDE: Load = { rate: 20, seconds: 10, connections: 4 };
const AFTER: Load = { rate: 20, seconds: 10, connections: 10 };
/** As long as a token that went beyond what it may is told to wait, and more. */
const REST_MS = 3000;
const TASKS = 5000;
const DUE = 500;
const AT_ONCE = 1000;

const loads: string[] = [];
/** Notes how busy the machine is, with others and with this. */
const noteLoad = (when: string): void => {
  loads.push(`${when} ${loadavg()[0]?.toFixed(1)}`);
};
const inSeconds = async (work: () => Promise<unknown>): Promise<number> => {
  const startedAt = performance.now();
  await work();
  return (performance.now() - startedAt) / 1000;
};

noteLoad('before');
const { endpoints, stop } = await startStackProcess({ NETSWEEP_TOKEN_RATE: String(TOKEN_RATE) });
const { api } = endpoints;
const admin = callerWith(endpoints, endpoints.token);
const newCaller = async () => callerWith(endpoints, await admin.createToken());
const rows: Measure[] = [];
const add = (what: string, unit: string, goal: string, samples: readonly number[]): void => {
  rows.push({ what, unit, goal, samples });
};

/** Creating and deleting a thousand tasks; what is created with a schedule stays. */
const inBulk = async (): Promise<void> => {
  const create = (more: object) => ({ networks: nextNetworks(AT_ONCE), tcp_ports: '2', ...more });
  const cron = { schedule: { cron: ['0 0 1 1 *'] }, label: 'load' };
  const [plain, scheduled, deleted]: number[][] = [[], [], []];
  for (let round = 0; round * AT_ONCE < TASKS; round += 1) {
    let ids: number[] = [];
    plain?.push(
      await inSeconds(async () => {
        ids = await admin.createTasks(create({}));
      }),
    );
    scheduled?.push(await inSeconds(() => admin.createTasks(create(cron))));
    deleted?.push(await inSeconds(() => admin.post('/v1/tasks/delete', { ids })));
  }
  add('1,000 networks in one POST', 's', '< 3', plain ?? []);
  add('1,000 networks with a schedule', 's', '< 3', scheduled ?? []);
  add('1,000 tasks deleted in one POST', 's', '', deleted ?? []);
};

const mixed = async (): Promise<void> => {
  const callers = await Promise.all(Array.from({ length: CALLERS }, newCaller));
  await putLoad(api, callers, { ...MIXED, rate: 50, seconds: 5 });
  const outcomes: Outcome[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    outcomes.push(await putLoad(api, callers, MIXED));
    noteLoad('mixed');
  }
  const of = (name: keyof Outcome) => outcomes.map((outcome) => outcome[name]);
  const what = `${MIXED.rate}/s for ${MIXED.seconds} s, ${CALLERS} callers, 8 reads to 2 writes`;
  add(`${what}: answered`, '1/s', `${MIXED.rate}`, of('perSecond'));
  add('— latency, median', 'ms', '', of('p50'));
  add('— latency, 99 in 100', 'ms', '< 300', of('p99'));
  add(
    '— other than 2xx',
    '',
    '0',
    outcomes.map(({ tooMany, otherRefusals, failed }) => tooMany + otherRefusals + failed),
  );
};

const burst = async (): Promise<void> => {
  const [greedy, modest] = [await newCaller(), await newCaller()];
  const outcomes: Outcome[][] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const [one, other] = await Promise.all([
      putLoad(api, [greedy], BURST),
      putLoad(api, [modest], BESIDE),
    ]);
    noteLoad('burst');
    await sleep(REST_MS);
    outcomes.push([one, other, await putLoad(api, [greedy], AFTER)]);
  }
  const of = (which: number, name: keyof Outcome) =>
    outcomes.map((each) => each[which]?.[name] ?? Number.NaN);
  add(
    `${BURST.rate}/s for ${BURST.seconds} s of one token that may ${TOKEN_RATE}/s: done`,
    '',
    '',
    of(0, 'done'),
  );
  add('— 429', '', '> 0', of(0, 'tooMany'));
  add('— 5xx or cut', '', '0', of(0, 'failed'));
  add(
    `another token meanwhile, ${BESIDE.rate}/s: other than done`,
    '',
    '0',
    outcomes.map(([, other]) => (other ? other.tooMany + other.failed : Number.NaN)),
  );
  add('— latency, 99 in 100', 'ms', '', of(1, 'p99'));
  add(
    `the same token after it, ${AFTER.rate}/s: other than done`,
    '',
    '0',
    outcomes.map(([, , after]) => (after ? after.tooMany + after.failed : Number.NaN)),
  );
};

const due = async (): Promise<void> => {
  const { seconds, tasksByRuns } = await tickWithDue(endpoints, { label: 'load', due: DUE });
  noteLoad('tick');
  add(`one tick, ${DUE} of ${TASKS} tasks due`, 's', '< 20', [seconds]);
  add('— tasks with exactly one run', '', `${DUE}`, [tasksByRuns.get(1) ?? 0]);
  add('— tasks with more', '', '0', [
    TASKS - (tasksByRuns.get(0) ?? 0) - (tasksByRuns.get(1) ?? 0),
  ]);
};

try {
  await inBulk();
  await mixed();
  await burst();
  await due();
} finally {
  await stop();
}

const [cpu] = cpus();
console.log(`# What the API bears

Written by \`npm run bench:api\`: the whole stack of one machine (\`netsweep up\`), the load made by a process beside it, on
${cpus().length} × ${cpu?.model.trim()}, Node ${process.versions.node}. Load average (1 min): ${loads.join(', ')}.
Latency counts from when a request was due to be sent.
`);
printTable(rows);
