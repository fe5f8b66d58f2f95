import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readLate } from '#test/support/shed-lines.ts';

const root = resolve(import.meta.dirname, '../../..');
const LINES = 10_000;

/** Logs far more than a pipe holds, says how it went, and when it hears something, logs once more after what waits. */
const SCRIPT = `
  import { logOf } from '#shared/runtime/log.ts';
  const log = logOf('api');
  let longestMs = 0;
  for (let nth = 0; nth < ${LINES}; nth += 1) {
    const startedAt = performance.now();
    log.info('working', { nth, filler: 'x'.repeat(100) });
    longestMs = Math.max(longestMs, performance.now() - startedAt);
    if (nth % 1000 === 0) await new Promise(setImmediate);
  }
  process.on('message', async () => {
    while (process.stdout.writableLength > 0) await new Promise((done) => setTimeout(done, 5));
    log.info('still here');
    process.disconnect();
  });
  process.send({ longestMs, heldBytes: process.stdout.writableLength });`;

const program = (stdout: 'pipe' | number): ChildProcess =>
  spawn(process.execPath, ['--input-type=module-typescript', '--eval', SCRIPT], {
    cwd: root,
    env: { AWS_LAMBDA_FUNCTION_NAME: 'api', TZ: 'UTC' },
    stdio: ['ignore', stdout, 'pipe', 'ipc'],
  });

const said = z.object({ longestMs: z.number(), heldBytes: z.number() });
const report = async (child: ChildProcess) => said.parse((await once(child, 'message'))[0]);

describe('a log whose reader', () => {
  it('is slow holds nothing up, keeps a bounded part and says how much it dropped', async () => {
    const child = program('pipe');
    const { longestMs, heldBytes } = await report(child);
    expect(longestMs).toBeLessThan(1000);
    expect(heldBytes).toBeGreaterThan(500_000);
    expect(heldBytes).toBeLessThan(1_100_000);
    const { messages, dropped } = await readLate(child);
    expect(dropped).toBeGreaterThan(0);
    expect(messages.filter((message) => message === 'working').length + dropped).toBe(LINES);
    expect(messages.at(-1)).toBe('still here');
    expect(messages.at(-2)).toContain('dropped');
  });

  it('is gone goes on with its work', async () => {
    const child = program('pipe');
    child.stdout?.destroy();
    await report(child);
    child.send('and now?');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('has no space left goes on with its work', async () => {
    const full = openSync('/dev/full', 'w');
    const child = program(full);
    closeSync(full);
    await report(child);
    child.send('and now?');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });
});
