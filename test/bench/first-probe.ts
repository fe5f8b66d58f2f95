import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Endpoints } from '#infra/local/endpoints.ts';
import { askingOf } from './ask.ts';
import type { Measure } from './print-table.ts';

const ROUNDS = 30;
const WARM_UP = 3;

/** From POST /v1/runs to the connection that the listener of the probed port sees. */
export const firstProbe = async (endpoints: Endpoints): Promise<Measure> => {
  const { createTask, start, endOf } = askingOf(endpoints);
  const server = createServer((socket) => socket.destroy());
  server.listen({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const taskId = await createTask({ networks: ['127.0.0.1'], tcp_ports: String(port) });
  const samples: number[] = [];
  for (let round = 0; round < WARM_UP + ROUNDS; round += 1) {
    const seen = once(server, 'connection');
    const startedAt = performance.now();
    const runId = await start(taskId);
    await seen;
    if (round >= WARM_UP) samples.push(performance.now() - startedAt);
    await endOf(runId);
  }
  server.close();
  return {
    what: 'POST /v1/runs to the first probe on the wire, warm',
    unit: 'ms',
    goal: '< 300',
    samples,
  };
};
