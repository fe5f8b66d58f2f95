import * as z from 'zod';
import type { Endpoints } from '#infra/local/endpoints.ts';

const made = z.object({ tasks: z.array(z.object({ id: z.number() })) });
const newToken = z.object({ token: z.string() });

/** Networks of four addresses from 127.128.0.0 on, where nothing listens; none is named twice, whoever asks. */
const networks = (function* () {
  for (let n = 0; ; n += 1) yield `127.${128 + (n >> 14)}.${(n >> 6) & 255}.${(n & 63) * 4}/30`;
})();
export const nextNetwork = (): string => networks.next().value ?? '';
export const nextNetworks = (count: number): string[] => Array.from({ length: count }, nextNetwork);

/** Somebody with a token, who sends JSON. */
export const callerWith = ({ api }: Pick<Endpoints, 'api'>, token: string) => {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const post = async (path: string, body: unknown): Promise<unknown> => {
    const request = { method: 'POST', headers, body: JSON.stringify(body) };
    const response = await fetch(`${api}${path}`, request);
    const text = await response.text();
    if (!response.ok) throw new Error(`${path}: ${response.status} ${text.slice(0, 500)}`);
    return text === '' ? null : JSON.parse(text);
  };
  return {
    headers,
    post,
    createTasks: async (body: object): Promise<number[]> =>
      made.parse(await post('/v1/tasks', body)).tasks.map(({ id }) => id),
    createToken: async (): Promise<string> =>
      newToken.parse(await post('/v1/tokens', { role: 'operator', scopes: ['127.0.0.0/8'] })).token,
  };
};

export type Caller = ReturnType<typeof callerWith>;
