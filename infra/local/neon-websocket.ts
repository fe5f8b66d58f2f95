import { once } from 'node:events';
import type { Server } from 'node:http';
import { connect } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { createWebSocketStream, type WebSocket, WebSocketServer } from 'ws';

/** As many sessions as leave Postgres room for the HTTP leg and for visitors. */
const MAX_SESSIONS = 50;

const join = async (socket: WebSocket, postgresUrl: string): Promise<void> => {
  const { hostname, port } = new URL(postgresUrl);
  const client = createWebSocketStream(socket);
  const postgres = connect({ host: hostname, port: Number(port), noDelay: true });
  try {
    await pipeline(client, postgres, client);
  } catch {
    // Whoever breaks off, the other end is closed too; Postgres rolls back.
  }
};

const STOP_WITHIN_MS = 1000;

/** In good order first: to the client, a connection that just breaks is an error even while it is leaving. */
const closeAll = async (sockets: WebSocketServer): Promise<void> => {
  const open = [...sockets.clients];
  const closed = open.map((socket) => once(socket, 'close'));
  for (const socket of open) socket.close(1001);
  const late = setTimeout(() => {
    for (const socket of open) socket.terminate();
  }, STOP_WITHIN_MS);
  await Promise.all(closed);
  clearTimeout(late);
  sockets.close();
};

/**
 * Answers WebSockets at /v2 of that server with Postgres's own protocol. The address that the client asks for is ignored:
 * there is one Postgres behind this, and the client proves to it who it is.
 */
export const answerNeonWebSocket = (
  server: Server,
  postgresUrl: string,
): { stop: () => Promise<void> } => {
  const sockets = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, socket, head) => {
    const isOurs = request.url?.split('?')[0] === '/v2';
    if (!isOurs || sockets.clients.size >= MAX_SESSIONS) {
      socket.end(`HTTP/1.1 ${isOurs ? '503 Service Unavailable' : '404 Not Found'}\r\n\r\n`);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (accepted) => void join(accepted, postgresUrl));
  });
  return { stop: () => closeAll(sockets) };
};
