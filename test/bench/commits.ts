import type { Endpoints } from '#infra/local/endpoints.ts';
import { attemptsIn } from '#shared/store/attempts.ts';
import { openDatabase } from '#shared/store/database.ts';
import { anOwner, hostAt, startedRun } from '#test/support/run-fixtures.ts';
import type { Measure } from './print-table.ts';

const ROUNDS = 50;
const HOSTS = 256;

/** Committing a chunk of 256 hosts that have been staged: fence, range, counters, the end of its run. */
export const commits = async ({ postgres, neon }: Endpoints): Promise<Measure[]> => {
  const db = openDatabase(postgres, neon);
  const attempts = attemptsIn(db);
  const staging: number[] = [];
  const committing: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const { runId } = await startedRun(db, `127.9.${round}.0/24`, '22');
    const chunk = await attempts.take({ runId, chunkNo: 0 }, anOwner(), 60_000);
    if (!chunk) throw new Error(`run ${runId} has no chunk to take`);
    const hosts = Array.from({ length: HOSTS }, (_, i) => hostAt(`127.9.${round}.${i}`));
    const startedAt = performance.now();
    await attempts.stage(chunk, hosts);
    const stagedAt = performance.now();
    const tally = { online: HOSTS, judged: HOSTS, probesSent: HOSTS, localFailures: 0 };
    if (!(await attempts.commit(chunk, tally))) throw new Error(`run ${runId} was not committed`);
    staging.push(stagedAt - startedAt);
    committing.push(performance.now() - stagedAt);
  }
  return [
    { what: 'staging 256 hosts', unit: 'ms', goal: '-', samples: staging },
    { what: 'committing them', unit: 'ms', goal: 'median ≤ 30', samples: committing },
  ];
};
