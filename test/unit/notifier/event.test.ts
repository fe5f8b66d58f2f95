import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type ChangeEvent, tellBus } from '#functions/notifier/tell-bus.ts';
import { sampleChange } from '#test/support/samples.ts';

const file = join(import.meta.dirname, '../../../events/change.json');
const { detail } = JSON.parse(readFileSync(file, 'utf8'));

it('tells the bus what events/change.json shows', async () => {
  const told: ChangeEvent[] = [];
  const change = sampleChange({
    id: 41,
    at: new Date('2026-11-22T10:00:10Z'),
    port: 5432,
    after: { service: 'postgresql' },
  });
  const claimed = {
    id: 1,
    attempt: 1,
    now: new Date(),
    createdAt: new Date(),
    runId: 70,
    task: { id: 7, network: '10.2.0.0/24', label: 'lab' },
    webhook: null,
  };
  const ending = await tellBus(claimed, {
    deliveries: { changesOf: async () => ({ changes: [change], total: 1 }) },
    publish: async (events) => {
      told.push(...events);
      return 0;
    },
  });
  expect([ending, told]).toEqual([{ as: 'done' }, [detail]]);
});

it('tells all of them again where one was not taken', async () => {
  const claimed = {
    id: 1,
    attempt: 1,
    now: new Date(),
    createdAt: new Date(),
    runId: 70,
    task: null,
    webhook: null,
  };
  const ending = await tellBus(claimed, {
    deliveries: { changesOf: async () => ({ changes: [sampleChange()], total: 1 }) },
    publish: async () => 1,
  });
  expect(ending).toEqual({ as: 'failed', reason: '1 events were not taken' });
});
