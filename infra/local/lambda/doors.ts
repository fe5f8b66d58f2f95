import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isSignedBy } from '#infra/local/signed-by.ts';
import type { Environment } from './environment.ts';
import { type Invocation, MAX_EVENT_BYTES, MAX_SYNC_BYTES, type Outcome } from './invocation.ts';
import { type Invocable, serveInvoke } from './invoke-api.ts';
import { invokedName } from './invoked-name.ts';
import { serveRuntime } from './runtime-api.ts';
import {
  accessDenied,
  requestTooLarge,
  tooManyRequests,
  unknownOperation,
} from './service-error.ts';

/** Throws ServiceError where there is no such function, or none any more. */
export type Find = (name: string) => Invocable;
type Doors = {
  readonly environments: ReadonlyMap<string, Environment>;
  readonly find: Find;
  readonly accessKeyId: string | undefined;
};

/** Both APIs are behind one port: functions and callers alike know no other address. */
export const doorkeeper = ({ environments, find, accessKeyId }: Doors) => {
  const target = (request: IncomingMessage): Invocable => {
    const name = invokedName(request);
    if (name === null) throw unknownOperation();
    const isOpen = accessKeyId === undefined || isSignedBy(accessKeyId, request.headers);
    if (!isOpen) throw accessDenied();
    return find(name);
  };
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const isServed = await serveRuntime(request, response, environments);
    if (!isServed) await serveInvoke(request, response, target);
  };
};

/** Ways in for this process itself. */
export type InnerDoors = {
  /**
   * Invokes, waiting up to `waitMs` for an environment. Throws ServiceError: 429 when none became free, 413, 404, 503 when
   * the service is stopping.
   */
  invoke(name: string, event: unknown, waitMs?: number): Promise<Outcome>;
  /** Queues an event. Throws ServiceError as `invoke` does. */
  send(name: string, event: unknown): void;
};

const invocationOf = (event: unknown, type: string, limitBytes: number): Invocation => {
  const payload = Buffer.from(JSON.stringify(event));
  if (payload.length > limitBytes) throw requestTooLarge(type, limitBytes);
  return { id: randomUUID(), payload };
};

export const innerDoors = (find: Find): InnerDoors => ({
  invoke: async (name, event, waitMs = 0) => {
    const invocation = invocationOf(event, 'RequestResponse', MAX_SYNC_BYTES);
    const outcome = await find(name).run(invocation, waitMs);
    if (outcome === null) throw tooManyRequests();
    return outcome;
  },
  send: (name, event) => find(name).enqueue(invocationOf(event, 'Event', MAX_EVENT_BYTES)),
});
