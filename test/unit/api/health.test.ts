import { describe, expect, it } from 'vitest';
import { health } from '#functions/api/health.ts';
import { listeningLog } from '#test/support/listening-log.ts';
import { NOW } from '#test/support/samples.ts';

const up = async () => NOW;
const down = () => Promise.reject(new Error('connect ECONNREFUSED 10.0.0.9:5432'));

describe('health', () => {
  it('says that both stores are reachable', async () => {
    const healthy = health({ now: up, pingRedis: up, log: listeningLog() });
    expect(await healthy).toEqual({ postgres: true, redis: true });
  });

  it.each([
    [
      { now: down, pingRedis: up },
      { postgres: false, redis: true },
    ],
    [
      { now: up, pingRedis: down },
      { postgres: true, redis: false },
    ],
    [
      { now: down, pingRedis: down },
      { postgres: false, redis: false },
    ],
  ])('says which is not, and not where it is', async (stores, details) => {
    const log = listeningLog();
    const refusal = health({ ...stores, log });
    await expect(refusal).rejects.toMatchObject({ code: 'dependency-unavailable', details });
    await expect(refusal).rejects.not.toThrow(/10\.0\.0\.9/);
    expect(log.lines).toHaveLength(1);
  });
});
