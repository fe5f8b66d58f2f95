import type { Redis } from '@upstash/redis';
import * as z from 'zod';

const PAGE = 500;
const page = z.tuple([z.string(), z.array(z.string())]);

/** All fields of a hash and their raw values, page by page; a field may be seen twice, as HSCAN has it. */
export async function* scanHash(
  redis: Pick<Redis, 'hscan'>,
  hash: string,
): AsyncGenerator<{ field: string; value: string }[]> {
  let cursor = '0';
  do {
    const reply = await redis.hscan(hash, cursor, { count: PAGE });
    const [next, flat] = page.parse([String(reply[0]), reply[1].map(String)]);
    yield pairsOf(flat);
    cursor = next;
  } while (cursor !== '0');
}

const pairsOf = (flat: readonly string[]): { field: string; value: string }[] => {
  const pairs = [];
  for (let i = 0; i + 1 < flat.length; i += 2) {
    const [field, value] = flat.slice(i, i + 2);
    if (field !== undefined && value !== undefined) pairs.push({ field, value });
  }
  return pairs;
};
