import { expect, test } from 'vitest';
import { newHistory } from './history.ts';

test('keeps what was recorded in its order, with the time', () => {
  let now = 100;
  const history = newHistory(() => now);
  history.record({ kind: 'start', outcome: 'maybe', taskId: 1 });
  now = 200;
  history.record({ kind: 'delete', outcome: 'ok', taskId: 1 });
  expect(history.of('delete')).toEqual([{ at: 200, kind: 'delete', outcome: 'ok', taskId: 1 }]);
  expect(history.toLines()).toBe(
    '{"at":100,"kind":"start","outcome":"maybe","taskId":1}\n{"at":200,"kind":"delete","outcome":"ok","taskId":1}\n',
  );
});
