import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { doorbell } from '#functions/fanout/doorbell.ts';
import { scanEvent } from '#functions/scanner/event.ts';
import { isReadable, READ_VERSIONS, SENT_VERSION } from '#shared/domain/event-version.ts';
import { contractions, type Surface, surfaceOf } from '#test/faults/releases/surface.ts';
import { useEmptyPostgres } from '#test/support/stores.ts';

const root = resolve(import.meta.dirname, '../../..');
const folder = resolve(root, 'shared/store/migrations');
const { url } = await useEmptyPostgres();
const client = new Client({ connectionString: url });
beforeAll(() => client.connect());
afterAll(() => client.end());

/** The last migration of each release whose code may meet a newer schema. */
const RELEASES: Readonly<Record<string, string>> = { '0.1.0': '0003_answers-everything' };

const journal = z.object({ entries: z.array(z.object({ tag: z.string() })) });

test('F46: the newest schema takes nothing away that the code of a release uses', async () => {
  const { entries } = journal.parse(
    JSON.parse(await readFile(resolve(folder, 'meta/_journal.json'), 'utf8')),
  );
  const surfaces = new Map<string, Surface>();
  for (const { tag } of entries) {
    await client.query(await readFile(resolve(folder, `${tag}.sql`), 'utf8'));
    if (Object.values(RELEASES).includes(tag)) surfaces.set(tag, await surfaceOf(client));
  }
  const newest = await surfaceOf(client);
  const found = Object.entries(RELEASES).map(([release, tag]) => {
    const surface = surfaces.get(tag);
    return [release, surface ? contractions(surface, newest) : 'its schema is not there'];
  });
  expect(found).toEqual(Object.keys(RELEASES).map((release) => [release, []]));
});

test.each([
  ['alter table netsweep_run drop column missed', 'netsweep_run.missed (integer) is not there'],
  [
    'alter table netsweep_chunk alter column judged type numeric',
    'netsweep_chunk.judged (integer) is not there',
  ],
  [
    'alter table netsweep_leftover add column why text not null',
    'netsweep_leftover.why has to be given',
  ],
  ['drop function netsweep_unqueue(bigint)', 'netsweep_unqueue(bigint) cannot be called as before'],
])('F46: a migration that did would be found: %s', async (migration, finding) => {
  await client.query('begin');
  const before = await surfaceOf(client);
  await client.query(migration);
  const found = contractions(before, await surfaceOf(client));
  await client.query('rollback');
  expect(found).toContain(finding);
});

test('F45: a release reads its own version and the one before it, and sends what the one before it reads', () => {
  const newest = Math.max(...READ_VERSIONS);
  const expected = [newest - 1, newest].filter((version) => version >= 1);
  expect([...READ_VERSIONS].sort()).toEqual(expected);
  // The release before this one reads one version less far, and has to understand what is sent.
  expect(expected).toContain(SENT_VERSION);
  expect(SENT_VERSION).toBeLessThanOrEqual(Math.max(1, newest));
});

test.each(READ_VERSIONS)(
  'F45: an event of version %s is read, with members that are not known',
  (v) => {
    const scan = {
      run_id: 1,
      chunk_no: 0,
      owner: '0b0e2b1e-6f5c-4d3c-9b7f-0d6f3f1c2a11',
      rate: 10,
    };
    expect(scanEvent.parse({ v, ...scan, since_then: 1 })).toEqual({ v, ...scan });
    expect(doorbell.parse({ v, hop: 0, since_then: 1 })).toEqual({ v, hop: 0 });
  },
);

test.each([[{ v: 0 }], [{ v: Math.max(...READ_VERSIONS) + 1 }], [{ v: '1' }], [{}], [null], ['1']])(
  'F45: an event that no neighbouring release sent is not read: %j',
  (event) => {
    expect(isReadable(event)).toBe(false);
  },
);
