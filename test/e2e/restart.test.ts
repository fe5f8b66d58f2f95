import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { resetDataFolder } from '#infra/local/data-folder.ts';
import { startedStack } from '#test/support/live-stack.ts';

test('a run that a stack was stopped in the middle of is finished by the next one, without delay', async () => {
  const data = await mkdtemp(join(tmpdir(), 'netsweep-test-restart-'));
  try {
    const first = await startedStack({ data });
    const taskId = await first.createTask(['127.0.5.0/28'], '1-1500');
    const runId = await first.startRun(taskId);
    await expect.poll(() => first.stateOf(runId), { timeout: 10_000 }).toBe('probing');
    await first.stop();

    const second = await startedStack({ data });
    const restartedAt = Date.now();
    expect(await second.endOf(runId)).toMatchObject({ state: 'done', online: 16 });
    expect(Date.now() - restartedAt).toBeLessThan(60_000);
    await second.stop();
  } finally {
    await resetDataFolder(data);
    await rm(data, { recursive: true });
  }
});
