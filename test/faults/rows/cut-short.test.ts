import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { patientAttempts } from '#functions/scanner/patient-attempts.ts';
import { type ProbeDeps, probeChunk } from '#functions/scanner/probe-chunk.ts';
import { formatNetwork } from '#shared/domain/network.ts';
import { formatPorts } from '#shared/domain/ports.ts';
import type { Engine, Summary } from '#shared/engine/engine.ts';
import { nodeLayer } from '#shared/engine/node-layer.ts';
import { sweepOn } from '#shared/engine/sweep.ts';
import { attemptsIn } from '#shared/store/attempts.ts';
import { openDatabase } from '#shared/store/database.ts';
import { hostsIn } from '#shared/store/hosts.ts';
import { runsIn } from '#shared/store/runs.ts';
import { scopesIn } from '#shared/store/scopes.ts';
import { startRunsIn } from '#shared/store/start-runs.ts';
import { tasksIn } from '#shared/store/tasks.ts';
import { identifyAll } from '#test/support/identify-all.ts';
import { admin, hostAt, newTask, startedRun } from '#test/support/run-fixtures.ts';
import type { SweepResult } from '#test/support/run-sweep.ts';
import { usePostgres } from '#test/support/stores.ts';
import { listenUdp } from '#test/support/udp-listener.ts';

const { url, neonEndpoint } = await usePostgres();
const db = openDatabase(url, neonEndpoint);
const runs = runsIn(db);
const hosts = hostsIn(db);

beforeEach(async () => {
  await db.execute(
    'truncate network_query_task, netsweep_run, netsweep_chunk, netsweep_host cascade',
  );
  await scopesIn(db).setDeployment(['127.0.0.0/8']);
});

const scan = async (runId: number, change: Partial<ProbeDeps> = {}): Promise<string> => {
  const event = { v: 1, run_id: runId, chunk_no: 0, owner: randomUUID(), rate: 5000 } as const;
  const deps: ProbeDeps = {
    attempts: patientAttempts(attemptsIn(db)),
    engine: sweepOn(nodeLayer()),
    identify: identifyAll,
    policy: 'local',
    inFlight: 800,
    deadlineAt: Date.now() + 30_000,
    log: () => undefined,
    ...change,
  };
  return (await probeChunk(event, deps)).outcome;
};

const chunkOf = async (runId: number) =>
  (
    await db.execute(
      `select state, attempt, error from netsweep_chunk where run_id = ${runId} and chunk_no = 0`,
    )
  ).rows[0];

/** An engine that ends each time as told, and notes how many probes it was allowed in flight. */
const engineEnding = (ends: Pick<Summary, 'outcome' | 'localFailures'>[]) => {
  const allowed: number[] = [];
  const engine: Engine = async function* sweep(_targets, { inFlight }) {
    allowed.push(inFlight);
    yield [hostAt('127.2.0.0')];
    const end = ends.shift() ?? { outcome: 'complete', localFailures: 0 };
    return { ...end, addresses: 4, up: 1, probes: 8 };
  };
  return { allowed, engine };
};

const DEADLINE = 'not finished: deadline';

describe('F25: a scanner whose time runs short', () => {
  test('before it could begin gives the chunk back whole', async () => {
    const { runId } = await startedRun(db, '127.0.0.0/30', '1-50');
    expect(await scan(runId, { deadlineAt: Date.now() - 1 })).toBe('released');
    expect(await runs.get(runId, admin)).toMatchObject({ state: 'probing', chunks: { done: 0 } });
    expect(await scan(runId)).toBe('done');
    expect(await runs.get(runId, admin)).toMatchObject({ state: 'done', online: 4, judged: 200 });
  });

  test('in the middle of probing stops, and nothing of it counts', async () => {
    const { runId } = await startedRun(db, '127.0.0.0/30', '1-2000');
    expect(await scan(runId, { deadlineAt: Date.now() + 200 })).toBe('released');
    expect(await chunkOf(runId)).toMatchObject({ state: 'pending', error: DEADLINE });
    expect(await runs.get(runId, admin)).toMatchObject({ online: 0, judged: 0 });
    expect(await scan(runId)).toBe('done');
    expect(await runs.get(runId, admin)).toMatchObject({ online: 1, judged: 2000 });
  });

  test('with hosts found and written down commits none of them, and the next attempt each once', async () => {
    const { runId } = await startedRun(db, '127.2.0.0/30');
    const { engine } = engineEnding([{ outcome: 'deadline', localFailures: 0 }]);
    expect(await scan(runId, { engine })).toBe('released');
    expect(await chunkOf(runId)).toMatchObject({ state: 'pending', attempt: 1, error: DEADLINE });
    expect((await hosts.ofRun(runId, { limit: 20 }, admin))?.hosts).toEqual([]);
    expect(await scan(runId, { engine })).toBe('done');
    expect((await hosts.ofRun(runId, { limit: 20 }, admin))?.hosts).toHaveLength(1);
  });
});

const CHILD = fileURLToPath(import.meta.resolve('#test/support/sweep-in-child.ts'));

/** The engine in a process that may have 256 descriptors, so many of which are taken: EMFILE is the kernel's own. */
const engineWithout = (hoarded: number, withinMs?: number): Engine =>
  async function* sweep(targets, limits) {
    const request = {
      ...limits,
      network: formatNetwork(targets.slice),
      tcp: formatPorts(targets.tcpPorts),
      hoarded,
      withinMs,
    };
    const words = [process.execPath, CHILD, 'node', JSON.stringify(request)];
    const limited = ['-c', 'ulimit -n 256; exec "$0" "$@"', ...words];
    const { stdout } = await promisify(execFile)('sh', limited, { maxBuffer: 2 ** 26 });
    const { hosts: found, summary } = JSON.parse(stdout) as SweepResult;
    yield found;
    return summary;
  };

describe('F33: a chunk that fails at our own end', () => {
  test('for want of descriptors is given back, and nobody is called down; the next attempt has half in flight', async () => {
    const { runId } = await startedRun(db, '127.0.0.0/30', '1-2000');
    expect(await scan(runId, { engine: engineWithout(256, 500) })).toBe('released');
    const { error } = (await chunkOf(runId)) ?? {};
    expect(error).toMatch(/^not finished: deadline; [1-9]\d* local failures$/);
    expect((await hosts.ofRun(runId, { limit: 20 }, admin))?.hosts).toEqual([]);
    const allowed: number[] = [];
    const engine: Engine = (targets, limits, control) => {
      allowed.push(limits.inFlight);
      return engineWithout(0)(targets, limits, control);
    };
    expect(await scan(runId, { engine })).toBe('done');
    expect(allowed).toEqual([400]);
    expect(await runs.get(runId, admin)).toMatchObject({ chunks: { done: 1 }, localFailures: 0 });
  });

  const scanUntilOver = async (runId: number, engine: Engine): Promise<string[]> => {
    const outcomes: string[] = [];
    for (let nth = 0; nth < 6; nth += 1) {
      const outcome = await scan(runId, { engine });
      outcomes.push(outcome);
      if (outcome !== 'released') break;
    }
    return outcomes;
  };

  test('is tried with half as much in flight as long as it does, and its hosts count once', async () => {
    const { runId } = await startedRun(db, '127.2.0.0/30');
    const { allowed, engine } = engineEnding([
      { outcome: 'network-down', localFailures: 3 },
      { outcome: 'deadline', localFailures: 900 },
      { outcome: 'deadline', localFailures: 0 },
    ]);
    expect(await scanUntilOver(runId, engine)).toEqual([
      'released',
      'released',
      'released',
      'done',
    ]);
    expect(allowed).toEqual([800, 400, 200, 800]);
    expect(await runs.get(runId, admin)).toMatchObject({ state: 'done', online: 1 });
    expect((await hosts.ofRun(runId, { limit: 10 }, admin))?.hosts).toHaveLength(1);
  });

  test('every time is parked with the reason', async () => {
    const { runId } = await startedRun(db, '127.3.0.0/30');
    const always = Array.from({ length: 6 }, () => ({
      outcome: 'network-down' as const,
      localFailures: 2,
    }));
    await scanUntilOver(runId, engineEnding(always).engine);
    expect(await runs.get(runId, admin)).toMatchObject({
      state: 'failed',
      error: expect.stringMatching(/network-down; 2 local failures$/),
      online: 0,
    });
  });
});

describe('F34: UDP', () => {
  const udpRun = async (network: string, udpPorts: string) => {
    const wanted = newTask(network, '', { key: `${network}&&${udpPorts}`, udpPorts });
    const [task] = await tasksIn(db).create([wanted], admin, new Date());
    const [runId = 0] = task ? await startRunsIn(db)([task]) : [];
    return runId;
  };

  test('answers are open, refusals closed, silence is neither, and by itself no sign of life', async () => {
    const [there, mute] = ['127.77.9.0', '127.77.9.2'];
    const echo = await listenUdp(there, (message) => message);
    const silent = await listenUdp(there, () => null);
    const nobody = await listenUdp(mute, () => null, silent.port);
    onTestFinished(async () => {
      await Promise.all([echo, silent, nobody].map((one) => one.close()));
    });
    const both = [echo.port, silent.port].toSorted((a, b) => a - b).join();
    const alive = await udpRun(`${there}/32`, both);
    expect(await scan(alive)).toBe('done');
    const [host] = (await hosts.ofRun(alive, { limit: 10 }, admin))?.hosts ?? [];
    expect(host?.ports.map(({ port, state }) => [port, state]).sort()).toEqual(
      [
        [echo.port, 'open'],
        [silent.port, 'open|filtered'],
      ].sort(),
    );
    const dead = await udpRun(`${mute}/32`, `${silent.port}`);
    expect(await scan(dead)).toBe('done');
    expect(await runs.get(dead, admin)).toMatchObject({ state: 'done', online: 0 });
  });

  test('a storm of refusals makes all of it closed, and the host alive', async () => {
    const run = await udpRun('127.77.9.4/32', '20000-21999');
    expect(await scan(run)).toBe('done');
    expect((await hosts.ofRun(run, { limit: 10 }, admin))?.hosts).toMatchObject([
      { ip: '127.77.9.4', ports: [], counts: { closed: 2000, filtered: 0, openFiltered: 0 } },
    ]);
  });
});
