import { Outage } from './api-error.ts';
import { nextPart } from './next-part.ts';

type Part = { data?: string; response: Response };

/** The parts of an exported document, one in memory at a time; put together they are the whole. */
export async function* parts(
  ask: (query: { cursor?: string }) => Promise<Part>,
): AsyncGenerator<string> {
  let cursor: string | undefined;
  do {
    const { data = '', response } = await ask(cursor === undefined ? {} : { cursor });
    yield data;
    const next = nextPart(response);
    if (next !== undefined && next === cursor) throw new Outage('the API pages in a circle');
    cursor = next;
  } while (cursor !== undefined);
}
