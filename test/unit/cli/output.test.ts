import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { type Output, outputOn } from '#cli/output.ts';
import { writeHosts } from '#cli/scan/report.ts';
import { writeJson } from '#cli/view/json-document.ts';
import { fakeHost } from './fake-answers.ts';
import { recorder } from './run-cli.ts';

const failing = (code: string): Output =>
  outputOn(
    new Writable({ write: (_c, _e, done) => done(Object.assign(new Error(code), { code })) }),
    {},
  );

describe('an output', () => {
  it('takes it quietly when the reader has gone, and reads no further pages', async () => {
    const out = failing('EPIPE');
    let pages = 0;
    async function* endless() {
      for (;;) {
        pages += 1;
        yield [fakeHost({})];
      }
    }
    await writeHosts(out, endless());
    expect([pages, out.isClosed()]).toEqual([1, true]);
    await writeJson(out, { hosts: endless() });
    expect(pages).toBe(2);
  });

  it('says so when it cannot be written for another reason', async () => {
    await expect(failing('ENOSPC').write('x')).rejects.toThrow('cannot write the output: ENOSPC');
  });

  it('has colours on a terminal, unless NO_COLOR or a dumb terminal says otherwise', () => {
    const coloured = (isTTY: boolean, environment: NodeJS.ProcessEnv) =>
      outputOn(recorder(isTTY).stream, environment).hasColour;
    expect(coloured(true, {})).toBe(true);
    expect(coloured(true, { NO_COLOR: '' })).toBe(true);
    expect(coloured(true, { NO_COLOR: '1' })).toBe(false);
    expect(coloured(true, { TERM: 'dumb' })).toBe(false);
    expect(coloured(false, {})).toBe(false);
  });
});
