import { Outage } from './api-error.ts';
import { type Deployment, requestText } from './request.ts';

/** The parts of a document of the API, one in memory at a time; put together they are the whole. */
export async function* parts(to: Deployment, first: string): AsyncGenerator<string> {
  for (let path: string | null = first; path !== null; ) {
    const { text, next } = await requestText(to, path);
    yield text;
    if (next === path) throw new Outage(`${to.api} pages in a circle`);
    path = next;
  }
}
