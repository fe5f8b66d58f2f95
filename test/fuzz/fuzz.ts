import { once } from 'node:events';
import { createServer } from 'node:net';
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { apiProperties } from '#test/support/fuzz/api.ts';
import { parserProperties } from '#test/support/fuzz/parsers.ts';

/**
 * `npm run fuzz -- --inputs N --seed S`: puts N inputs to the parsers and to the API, as many to each, and ends with status 1
 * at the first that is read or answered otherwise than it should be; the message says how to repeat it.
 */
const { values } = parseArgs({
  options: {
    inputs: { type: 'string', default: '100000' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
  },
});
const [inputs, seed] = [Number(values.inputs), Number(values.seed)];

/** Where the runtime API listens on Lambda: nothing here may connect to it. */
const listenAsRuntime = async () => {
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  server.listen(9001, '127.0.0.1');
  await once(server, 'listening');
  return {
    connections: () => connections,
    stop: () => server.close(),
  };
};

const parameters = (count: number) => ({ numRuns: count, seed });
const parts: [name: string, check: (count: number) => void | Promise<void>][] = [
  ...Object.entries(parserProperties).map(([name, property]): (typeof parts)[number] => [
    name,
    (count) => fc.assert(property, parameters(count)),
  ]),
  ...Object.entries(apiProperties).map(([name, property]): (typeof parts)[number] => [
    name,
    (count) => fc.assert(property, parameters(count)),
  ]),
];

const each = Math.ceil(inputs / parts.length);
const runtime = await listenAsRuntime();
console.log(`${inputs} inputs, seed ${seed}`);
for (const [name, check] of parts) {
  const startedMs = performance.now();
  await check(each);
  const seconds = (performance.now() - startedMs) / 1000;
  console.log(`${name}: ${each} inputs, 0 wrong, ${seconds.toFixed(1)} s`);
}
console.log(`connections to 127.0.0.1:9001: ${runtime.connections()}`);
runtime.stop();
process.exitCode = runtime.connections() === 0 ? 0 : 1;
