import { readFile } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { UsageError } from '#cli/usage-error.ts';
import { DomainError } from '#shared/domain/errors.ts';
import { formatNetwork, parseNetworks } from '#shared/domain/network.ts';
import { clipped, printable } from '#shared/domain/printable.ts';

type Written = { readonly text: string; readonly where: string };

const LONGEST_SHOWN = 60;

const read = async (file: string, input: Readable): Promise<string> => {
  try {
    return file === '-' ? await text(input) : await readFile(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(`cannot read ${printable(file)} (${code})`, { cause: error });
  }
};

/** One network a line; from `#` on, a line is a comment. */
const linesOf = (content: string, file: string): Written[] =>
  content
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((line, at) => ({
      text: line.replace(/#.*/, '').trim(),
      where: `${file === '-' ? 'standard input' : printable(file)}:${at + 1}: `,
    }))
    .filter((line) => line.text !== '');

const networksOf = ({ text, where }: Written): string[] => {
  try {
    return parseNetworks(text).map(formatNetwork);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const shown = clipped(printable(text), LONGEST_SHOWN);
    throw new UsageError(`${where}"${shown}" is not a network. ${error.message}`, { cause: error });
  }
};

/**
 * The networks named as arguments and in the file (`-` is the input), in canonical form, each once; a range becomes
 * its CIDRs. Throws UsageError when one cannot be read or there is none.
 */
export const readNetworks = async (
  named: readonly string[],
  file: string | undefined,
  input: Readable,
): Promise<string[]> => {
  const listed = file === undefined ? [] : linesOf(await read(file, input), file);
  const written = [...named.map((text) => ({ text, where: '' })), ...listed];
  const networks = [...new Set(written.flatMap(networksOf))];
  if (networks.length > 0) return networks;
  throw new UsageError('no network named: netsweep scan 127.0.0.1/30, or -f FILE with one a line');
};
