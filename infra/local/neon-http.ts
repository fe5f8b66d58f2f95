import { DatabaseError } from 'pg';
import type { JsonRequest, JsonResponse } from './json-server.ts';
import type { NeonSessions } from './neon-sessions.ts';
import { executeNeonRequest, neonRequest } from './neon-statements.ts';

const refuse = (status: number, message: string): JsonResponse => ({ status, body: { message } });

const parse = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
};

/** With any status but 400 the client would lose the code. */
const toResponse = (error: unknown): JsonResponse => {
  if (!(error instanceof DatabaseError)) throw error;
  return { status: 400, body: { ...error, name: undefined, message: error.message } };
};

const answerQuery = async (
  sessions: NeonSessions,
  { headers, body }: JsonRequest,
): Promise<JsonResponse> => {
  const connectionString = String(headers['neon-connection-string']);
  if (!URL.canParse(connectionString)) return refuse(400, 'Neon-Connection-String: not a URL');
  const request = neonRequest.safeParse(parse(body));
  if (!request.success) return refuse(400, 'the body is no query');
  const result = await sessions.use(connectionString, (client) =>
    executeNeonRequest(client, request.data, headers),
  );
  return { status: 200, body: result };
};

/** Answers Neon's SQL over HTTP: `POST /sql` with `{query, params}` or `{queries}`, rows as arrays of unparsed text. */
export const answerNeonHttp =
  (sessions: NeonSessions) =>
  async (request: JsonRequest): Promise<JsonResponse> => {
    if (request.path !== '/sql') return refuse(404, 'not found');
    if (request.method !== 'POST') return refuse(405, 'POST only');
    return answerQuery(sessions, request).catch(toResponse);
  };
