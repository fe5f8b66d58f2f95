import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../../..');

/** What a program that logs prints, parsed line by line. */
const linesOf = async (program: string): Promise<unknown[]> => {
  const script = `import { logOf } from '#shared/runtime/log.ts';\nconst log = logOf('api');\n${program}`;
  const args = ['--input-type=module-typescript', '--eval', script];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, args, {
    cwd: root,
    env: { AWS_LAMBDA_FUNCTION_NAME: 'api', TZ: 'UTC' },
  });
  const lines = `${stdout}${stderr}`.split('\n').filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line));
};

describe('the log', () => {
  it('is one JSON line a fact, line breaks or not, with the keys of the event', async () => {
    const lines = await linesOf(`
      log.appendKeys({ request_id: 'r1' });
      log.info('first\\r\\nlevel=info user=admin', { status: 200 });
      log.resetKeys();
      log.warn('second');`);
    expect(lines).toEqual([
      expect.objectContaining({
        level: 'INFO',
        message: 'first\r\nlevel=info user=admin',
        service: 'api',
        request_id: 'r1',
        status: 200,
      }),
      expect.not.objectContaining({ request_id: expect.anything() }),
    ]);
  });

  it('scrubs errors and their causes all the way down', async () => {
    const lines = await linesOf(`
      const cause = new Error('WRONGTYPE, command was: ["set","k","canary"]');
      const error = new Error('cannot reach postgres://u:canary@h/db', { cause });
      log.error('failed', { error: Object.assign(error, { authorization: 'canary' }) });`);
    expect(lines).toHaveLength(1);
    expect(JSON.stringify(lines)).toContain('WRONGTYPE');
    expect(JSON.stringify(lines)).not.toContain('canary');
  });
});
