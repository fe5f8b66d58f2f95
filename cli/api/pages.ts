import { z } from 'zod';
import { Outage } from './api-error.ts';
import { type Deployment, request } from './request.ts';

const PAGE = 1000;

type Query = Readonly<Record<string, string | number | undefined>>;

const queryOf = (query: Query): string => {
  const parameters = new URLSearchParams();
  for (const [key, value] of Object.entries(query))
    if (value !== undefined) parameters.set(key, String(value));
  return parameters.toString();
};

type Asked<T extends z.ZodType> = {
  readonly path: string;
  /** Member of the answer that holds the items, such as `hosts`. */
  readonly member: string;
  readonly item: T;
  readonly query?: Query;
  readonly limit?: number;
  readonly signal?: AbortSignal | undefined;
};

/** Walks a list of the API by its cursor, one page in memory at a time. */
export async function* pages<T extends z.ZodType>(
  to: Deployment,
  { path, member, item, query = {}, limit = PAGE, signal }: Asked<T>,
): AsyncGenerator<z.infer<T>[]> {
  const page = z.looseObject({ [member]: z.array(item), next: z.string().nullish() });
  let cursor: string | undefined;
  do {
    const asked = `${path}?${queryOf({ ...query, limit, cursor })}`;
    const answer = await request(to, { method: 'GET', path: asked, answer: page, signal });
    yield answer[member] as z.infer<T>[];
    if (answer.next && answer.next === cursor) throw new Outage(`${to.api} pages in a circle`);
    cursor = answer.next as string | undefined;
  } while (cursor);
}
