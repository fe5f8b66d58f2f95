import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/** Listens, knocks until its own queue is full, says where, and then sleeps without ever accepting. */
const LISTEN_KNOCK_SLEEP = `
  const { connect, createServer } = require('node:net');
  const { parentPort, workerData: { host, port } } = require('node:worker_threads');
  const afterTicks = (ticks, then) =>
    process.nextTick(() => (ticks === 0 ? then() : afterTicks(ticks - 1, then)));
  const server = createServer();
  server.listen({ host, port, backlog: 1 }, () => {
    const { port: given } = server.address();
    for (let i = 0; i < 4; i++) connect(given, host).on('error', () => undefined);
    afterTicks(3, () => {
      parentPort.postMessage(given);
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    });
  });
`;

/**
 * A listener whose queue is full: the kernel drops whatever else knocks, so that its port is silent as behind a
 * firewall, without any privilege. The system chooses the port where none is wanted.
 */
export const listenDeaf = async (host: string, wanted = 0) => {
  const workerData = { host, port: wanted };
  const worker = new Worker(LISTEN_KNOCK_SLEEP, { eval: true, workerData });
  const [port] = (await once(worker, 'message')) as [number];
  return { port, close: async () => void (await worker.terminate()) };
};
