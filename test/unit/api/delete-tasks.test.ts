import { describe, expect, it } from 'vitest';
import { deleteTasks } from '#functions/api/delete-tasks.ts';
import { listeningLog } from '#test/support/listening-log.ts';
import { principalOf } from '#test/support/samples.ts';

const admin = principalOf('admin');

describe('deleting tasks', () => {
  it('forgets what Redis has of each', async () => {
    const forgotten: string[] = [];
    await deleteTasks([7, 8], admin, {
      tasks: {
        remove: async (ids, viewer) => {
          expect([ids, viewer]).toEqual([
            [7, 8],
            expect.objectContaining({ owner: 'owner of admin', isAdmin: true }),
          ]);
          return ['a&&', 'b&&'];
        },
      },
      workList: {
        forget: async (keys) => {
          forgotten.push(...keys);
        },
      },
      dueTimes: {
        told: async (values) => {
          forgotten.push(...values.map(([key, value]) => `${key} ${value}`));
        },
      },
      log: listeningLog(),
    });
    expect(forgotten).toEqual(['a&&', 'b&&', 'a&& null', 'b&& null']);
  });

  it('deletes none when one is not there', async () => {
    const deletion = deleteTasks([7, 8], admin, {
      tasks: { remove: async () => null },
      workList: { forget: () => Promise.reject(new Error('must not be asked')) },
      dueTimes: { told: () => Promise.reject(new Error('must not be asked')) },
      log: listeningLog(),
    });
    await expect(deletion).rejects.toMatchObject({ code: 'not-found' });
  });

  it('is done once Postgres has done it, though Redis be down', async () => {
    const log = listeningLog();
    await deleteTasks([7], admin, {
      tasks: { remove: async () => ['a&&'] },
      workList: { forget: () => Promise.reject(new Error('down')) },
      dueTimes: { told: () => Promise.reject(new Error('not forgotten yet')) },
      log,
    });
    expect(log.lines).toMatchObject([{ level: 'warn', extra: { lists: 1 } }]);
  });
});
