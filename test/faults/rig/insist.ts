import { randomUUID } from 'node:crypto';
import pRetry from 'p-retry';
import type { Rig } from './rig.ts';

/** After so long, an API that has not answered is known to be dead. */
const ANSWER_SECONDS = 31;

/** A caller who asks again, under the same name, while the answer is lost; what it says in the end. */
export const insistOn =
  (rig: Rig, retries = 5) =>
  (method: string, path: string, body?: unknown) => {
    const name = { 'idempotency-key': randomUUID() };
    return pRetry(
      async () => {
        const answer = await rig.stack.call(method, path, body, name);
        if (answer.status >= 500) throw new Error(`${method} ${path}: ${answer.status}`);
        return answer.body;
      },
      { retries, minTimeout: 50, onFailedAttempt: () => rig.passTime(ANSWER_SECONDS) },
    );
  };
