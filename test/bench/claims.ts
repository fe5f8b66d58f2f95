import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startRedis } from '#infra/local/redis.ts';
import { startUpstashEndpoint } from '#infra/local/upstash-endpoint.ts';
import { openRedis } from '#shared/store/redis.ts';
import { workListOn } from '#shared/store/work-list.ts';
import type { Measure } from './print-table.ts';

const ROUNDS = 10;
const CLAIMS = 1000;
/** As many at once as two fan-outs with a full window. */
const AT_ONCE = 16;
/** What a fan-out takes at a time. */
const BATCH = 8;
const LEASE_MS = 120_000;

/** Items claimed and acknowledged a second through the Upstash endpoint, in batches as a fan-out takes them. */
const itemsPerSecond = async (workList: ReturnType<typeof workListOn>): Promise<number> => {
  const list = `bench:${randomUUID()}`;
  const items = Array.from({ length: CLAIMS * BATCH }, (_, i) => `10.0.${i >> 8}.${i & 255}/32`);
  await workList.push({ id: 1, key: list }, list, items);
  const startedAt = performance.now();
  let claimed = 0;
  const worker = async (): Promise<void> => {
    for (;;) {
      const { items: mine } = await workList.claim(list, randomUUID(), new Date(), LEASE_MS, BATCH);
      if (mine.length === 0) return;
      claimed += mine.length;
      await workList.acknowledge(list, mine);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return claimed / ((performance.now() - startedAt) / 1000);
};

/** Claiming and acknowledging chunks, on a Redis of its own that is kept in memory. */
export const claims = async (): Promise<Measure> => {
  const dataFolder = await mkdtemp(join(tmpdir(), 'netsweep-bench-redis-'));
  const redis = await startRedis({ dataFolder, password: 'bench', durable: false, log: () => {} });
  const upstash = await startUpstashEndpoint({ redisUrl: redis.url, token: 'bench' });
  const workList = workListOn(openRedis(upstash.url, upstash.token));
  const samples: number[] = [];
  try {
    for (let round = 0; round < ROUNDS; round += 1) samples.push(await itemsPerSecond(workList));
  } finally {
    await upstash.stop();
    await redis.stop();
    await rm(dataFolder, { recursive: true });
  }
  return { what: 'chunks claimed and acknowledged', unit: '1/s', goal: '≥ 1000', samples };
};
