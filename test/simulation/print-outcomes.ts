import { z } from 'zod';
import { functions } from '#infra/functions.ts';
import { lambdaCostUsd } from '#shared/domain/prices.ts';
import { POSTGRES_CU_HOUR_USD, REDIS_COMMAND_USD } from '#test/support/price-table.ts';

const counts = z.record(z.string(), z.number());

/** What a simulated run took; see scenario.ts. */
export const outcome = z.object({
  run: z.object({
    state: z.string(),
    chunk_total: z.number(),
    chunk_done: z.number(),
    chunk_failed: z.number(),
    seconds: z.number(),
    addresses: z.number(),
    addresses_done: z.number(),
  }),
  ticks: z.number(),
  scanner: z.object({
    invocations: z.number(),
    throttled: z.number(),
    lost: z.number(),
    doubled: z.number(),
    cold: z.number(),
    seconds: z.number(),
    mostAtOnce: z.number(),
  }),
  fanout: z.object({ invocations: z.number(), seconds: z.number(), failed: z.number() }),
  stores: z.object({
    redisCommands: z.number(),
    postgresStatements: z.number(),
    postgresWrites: z.number(),
  }),
  beside: counts.pipe(
    z.object({
      heartbeats: z.number(),
      stages: z.number(),
      hosts: z.number(),
      probes: z.number(),
    }),
  ),
  memory: z.object({ peak: z.number(), early: z.number(), late: z.number() }),
});
export type Outcome = z.infer<typeof outcome>;

/** Neon, while a run writes to it: not measured, a guess on the safe side. */
const BUSY_CU = 4;
const SECONDS_AN_HOUR = 3600;

const lambdaUsd = ({ scanner, fanout }: Outcome): number =>
  lambdaCostUsd({ ...scanner, memoryMb: functions.scanner.memoryMb }) +
  lambdaCostUsd({ ...fanout, memoryMb: functions.fanout.memoryMb });

const usd = (value: number, digits = 2): string => `$${value.toFixed(digits)}`;
const count = (value: number): string => Math.round(value).toLocaleString('en-US');

const ROWS: readonly [string, (outcome: Outcome) => string][] = [
  ['state of the run', ({ run }) => run.state],
  [
    'chunks done of planned, failed',
    ({ run }) => `${count(run.chunk_done)} of ${count(run.chunk_total)}, ${run.chunk_failed}`,
  ],
  ['addresses never done', ({ run }) => count(run.addresses - run.addresses_done)],
  [
    'wall time',
    ({ run }) => `${Math.floor(run.seconds / 60)} min ${Math.round(run.seconds % 60)} s`,
  ],
  ['most scanners at once', ({ scanner }) => count(scanner.mostAtOnce)],
  [
    'scanner invocations, cold',
    ({ scanner }) => `${count(scanner.invocations)}, ${count(scanner.cold)}`,
  ],
  [
    'throttled, lost, doubled',
    ({ scanner: s }) => [s.throttled, s.lost, s.doubled].map(count).join(', '),
  ],
  ['scanner seconds', ({ scanner }) => count(scanner.seconds)],
  ['fan-outs, their seconds', ({ fanout }) => `${fanout.invocations}, ${count(fanout.seconds)}`],
  ['probes sent', ({ beside }) => count(beside.probes)],
  ['hosts', ({ beside }) => count(beside.hosts)],
  ['Redis commands', ({ stores }) => count(stores.redisCommands)],
  ['Postgres statements', ({ stores }) => count(stores.postgresStatements)],
  [
    'Postgres writes: steps + heartbeats + stages',
    ({ stores, beside }) =>
      `${count(stores.postgresWrites + beside.heartbeats + beside.stages)}: ` +
      [stores.postgresWrites, beside.heartbeats, beside.stages].map(count).join(' + '),
  ],
  [
    'memory: peak; early, late, MiB',
    ({ memory: m }) => `${count(m.peak)}; ${count(m.early)}, ${count(m.late)}`,
  ],
  ['Lambda', (one) => usd(lambdaUsd(one))],
  ['Redis', ({ stores }) => usd(stores.redisCommands * REDIS_COMMAND_USD)],
  [
    `Postgres, at ${BUSY_CU} compute units`,
    ({ run }) => usd((run.seconds / SECONDS_AN_HOUR) * BUSY_CU * POSTGRES_CU_HOUR_USD),
  ],
  [
    'Lambda per million probes sent',
    (one) => usd((lambdaUsd(one) / one.beside.probes) * 1_000_000, 4),
  ],
];

/** A Markdown table, a column for each plan. */
export const printOutcomes = (network: string, outcomes: readonly [string, Outcome][]): void => {
  console.log(`| ${network}, ten ports | ${outcomes.map(([name]) => name).join(' | ')} |`);
  console.log(`|---|${outcomes.map(() => '---|').join('')}`);
  for (const [label, cell] of ROWS) {
    console.log(`| ${label} | ${outcomes.map(([, one]) => cell(one)).join(' | ')} |`);
  }
};
