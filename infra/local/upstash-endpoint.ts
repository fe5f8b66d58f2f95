import { startJsonServer } from './json-server.ts';
import { respPoolOf } from './resp-pool.ts';
import { answerUpstash } from './upstash-http.ts';

export type UpstashEndpoint = {
  /** `http://127.0.0.1:port` */
  readonly url: string;
  readonly token: string;
  readonly stop: () => Promise<void>;
};

/** Upstash's own limit for a request. */
const MAX_BODY_BYTES = 10 * 1024 * 1024;

/** Upstash's REST protocol in front of a plain Redis, for the bearer of the token. */
export const startUpstashEndpoint = async ({
  redisUrl,
  token,
}: {
  redisUrl: string;
  token: string;
}): Promise<UpstashEndpoint> => {
  const pool = respPoolOf(redisUrl);
  const { url, stop } = await startJsonServer({
    maxBodyBytes: MAX_BODY_BYTES,
    answer: answerUpstash(pool, token),
  });
  return {
    url,
    token,
    stop: async () => {
      await stop();
      await pool.close();
    },
  };
};
