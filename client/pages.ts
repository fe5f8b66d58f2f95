import { Outage } from './api-error.ts';
import { told } from './told.ts';

/** The most items that a page may hold. */
const PAGE = 1000;

type Page<Name extends string, T> = Record<Name, T[]> & { next: string | null };
/** What a page is asked with, beside what else the question says. */
export type PageQuery = { limit: number; cursor?: string };

/** Walks a list of the API (`tasks` names its member) by the cursor, one page in memory at a time. */
export async function* pages<Name extends string, T>(
  name: Name,
  ask: (query: PageQuery) => Promise<{ data?: Page<Name, T> | undefined }>,
): AsyncGenerator<T[]> {
  let cursor: string | undefined;
  do {
    const page = await told(ask({ limit: PAGE, ...(cursor !== undefined && { cursor }) }));
    yield page[name];
    if (page.next !== null && page.next === cursor) throw new Outage('the API pages in a circle');
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
}
