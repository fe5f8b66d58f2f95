import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/** Listens, knocks until its own queue is full, says where, and then sleeps without ever accepting. */
const LISTEN_KNOCK_SLEEP = `
  const { connect, createServer } = require('node:net');
  const { parentPort, workerData: host } = require('node:worker_threads');
  const afterTicks = (ticks, then) =>
    process.nextTick(() => (ticks === 0 ? then() : afterTicks(ticks - 1, then)));
  const server = createServer();
  server.listen({ host, port: 0, backlog: 1 }, () => {
    const { port } = server.address();
    for (let i = 0; i < 4; i++) connect(port, host).on('error', () => undefined);
    afterTicks(3, () => {
      parentPort.postMessage(port);
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    });
  });
`;

/**
 * A listener whose queue is full: the kernel drops whatever else knocks, so that its port is silent as behind a
 * firewall, without any privilege.
 */
export const listenDeaf = async (address: string) => {
  const worker = new Worker(LISTEN_KNOCK_SLEEP, { eval: true, workerData: address });
  const [port] = (await once(worker, 'message')) as [number];
  return { port, close: async () => void (await worker.terminate()) };
};
