import { startJsonServer } from './json-server.ts';
import { answerNeonHttp } from './neon-http.ts';
import { neonSessionsOn } from './neon-sessions.ts';
import { answerNeonWebSocket } from './neon-websocket.ts';

export type NeonEndpoint = {
  /** `http://127.0.0.1:port/sql`; WebSockets are at /v2 of the same port. */
  readonly url: string;
  readonly stop: () => Promise<void>;
};

/** Neon's own limit for a request. */
const MAX_BODY_BYTES = 64 * 1024 * 1024;

/** Neon's two ways in, HTTP and WebSocket, in front of a plain Postgres. Callers bring their own user, password and database. */
export const startNeonEndpoint = async ({
  postgresUrl,
}: {
  postgresUrl: string;
}): Promise<NeonEndpoint> => {
  const sessions = neonSessionsOn(postgresUrl);
  const http = await startJsonServer({
    maxBodyBytes: MAX_BODY_BYTES,
    answer: answerNeonHttp(sessions),
  });
  const webSocket = answerNeonWebSocket(http.server, postgresUrl);
  return {
    url: `${http.url}/sql`,
    stop: async () => {
      await webSocket.stop();
      await http.stop();
      await sessions.stop();
    },
  };
};
