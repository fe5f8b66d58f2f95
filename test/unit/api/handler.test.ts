import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../../..');
const complete = {
  NETSWEEP_SECRET_ID: 'canary-id',
  NETSWEEP_POLICY: 'local',
  NETSWEEP_FANOUT_FUNCTION: 'fanout',
  NETSWEEP_NOTIFIER_FUNCTION: 'notifier',
  AWS_REGION: 'local-1',
};

/** Loads the handler as Lambda would in this environment; what it says when it dies of it. */
const coldStart = async (env: Record<string, string>): Promise<string> => {
  const script = "await import('#functions/api/handler.ts');";
  const args = ['--input-type=module', '--eval', script];
  const start = promisify(execFile)(process.execPath, args, { cwd: root, env });
  return start.then(
    () => 'started',
    (error: { stderr: string }) => error.stderr,
  );
};

describe('a cold start of the API', () => {
  it('succeeds in the right environment, without asking for a secret or a store yet', async () => {
    expect(await coldStart(complete)).toBe('started');
  });

  it('dies in a wrong one, and names the keys but not their values', async () => {
    const { NETSWEEP_FANOUT_FUNCTION: _, ...rest } = complete;
    const stderr = await coldStart({ ...rest, NETSWEEP_POLICY: 'canary-policy' });
    expect(stderr).toMatch(
      /environment of api is wrong: .*NETSWEEP_POLICY.*NETSWEEP_FANOUT_FUNCTION/,
    );
    expect(stderr).not.toMatch(/canary/);
  });
});
