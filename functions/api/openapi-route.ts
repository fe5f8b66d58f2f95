import { taskOptionsRequest } from '#shared/domain/task-options.ts';
import * as wire from '#shared/domain/wire.ts';
import type { OpenApiDocument } from '#shared/runtime/openapi.ts';
import { plain, type Route, route } from '#shared/runtime/route.ts';
import type { Deps } from './deps.ts';

const INFO = {
  title: 'Netsweep',
  version: '1',
  description:
    'Keeps a live inventory of the networks you own. Instants are RFC 3339 in UTC; refusals are RFC 9457 problems. ' +
    'A path that is not described here is 404 and a method that is not 405, both problems too; without a token each is 401.',
  license: { name: 'MIT', identifier: 'MIT' },
};

/** What has a name of its own in the description, and so in clients made of it. */
const SCHEMAS = {
  Task: wire.wireTask,
  TaskOptionsRequest: taskOptionsRequest,
  Run: wire.wireRun,
  Host: wire.wireHost,
  Port: wire.wirePort,
  Change: wire.wireChange,
  Difference: wire.wireDifference,
  AnswersEverything: wire.wireAnswersEverything,
  HostHistory: wire.wireHostHistory,
  AddressMap: wire.wireAddressMap,
  Estimate: wire.wireEstimate,
  Scope: wire.wireScope,
  Exclusion: wire.wireExclusion,
  Token: wire.wireToken,
  NewToken: wire.wireNewToken,
  AuditEntry: wire.wireAuditEntry,
};

/** What describes is a third of the bundle and few ask for it: a cold start does without. */
const describe = async (routes: readonly Route<Deps>[]): Promise<OpenApiDocument> => {
  const [{ openApiOf }, { examples }] = await Promise.all([
    import('#shared/runtime/openapi.ts'),
    import('./examples.ts'),
  ]);
  return openApiOf(routes, { info: INFO, schemas: SCHEMAS, examples });
};

/** GET /v1/openapi.json: the description of these routes and of itself, made at the first question. */
export const openApiRoute = (others: readonly Route<Deps>[]): Route<Deps> => {
  let document: Promise<OpenApiDocument> | null = null;
  const self: Route<Deps> = route({
    ...plain,
    method: 'GET',
    path: '/v1/openapi.json',
    summary: 'This description.',
    role: null,
    status: 200,
    reply: wire.wireOpenApi,
    handle: async () => {
      document ??= describe([...others, self]);
      return { ...(await document), openapi: '3.1.0' as const };
    },
  });
  return self;
};
