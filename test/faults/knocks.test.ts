import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { listenOn } from '#test/support/listeners.ts';

test('a listener counts who connects to it, and nobody else', async () => {
  const listeners = await listenOn(['127.0.0.1', '127.0.0.2']);
  const [asked] = listeners.at;
  const { address: host, port } = asked ?? { address: '', port: 0 };
  for (let i = 0; i < 2; i += 1) {
    const socket = connect({ host, port });
    await once(socket, 'close');
  }
  await listeners.close();
  expect([...listeners.knocks]).toEqual([[`${host}:${port}`, 2]]);
});
