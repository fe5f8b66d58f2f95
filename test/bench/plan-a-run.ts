import { readFileSync } from 'node:fs';
import { openDatabase } from '#shared/store/database.ts';
import { planningIn } from '#shared/store/planning.ts';
import { slicesIn } from '#shared/store/slices.ts';
import { startRunsIn } from '#shared/store/start-runs.ts';
import { createTask } from '#test/support/run-fixtures.ts';

/** A process that plans a run over 127.0.0.0/8, takes its first slices and cancels it; prints what that cost as JSON. */
const [, , postgres = '', neon = '', ports = ''] = process.argv;
const db = openDatabase(postgres, neon);
const task = await createTask(db, '127.0.0.0/8', ports);

const [startedAt, before] = [performance.now(), process.cpuUsage()];
const [runId = 0] = await startRunsIn(db)([task]);
await slicesIn(db).nextSlices(runId, 1000);
const { user, system } = process.cpuUsage(before);
const wall = performance.now() - startedAt;
await planningIn(db).cancel(runId, 'only planned');
// The peak that getrusage tells begins with what the parent had when it forked.
const [, peakKb] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
const rss = Number(peakKb) / 1024;
console.log(JSON.stringify({ wall, cpu: (user + system) / 1000, rss }));
