import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** Blocks that the IEEE gives away in parts: where no part is found, nobody is known. */
const IN_PARTS = 'IEEE Registration Authority';
const LOCALLY_ADMINISTERED = 0x02;

const isGlobal = (prefix: string): boolean =>
  (Number.parseInt(prefix.slice(0, 2), 16) & LOCALLY_ADMINISTERED) === 0;

/** The IEEE's registry as npm's oui-data has it, as lines `PREFIX<TAB>vendor`; an entry's other lines are an address. */
export const vendorTable = (): string => {
  const file = createRequire(import.meta.url).resolve('oui-data');
  const entries: Record<string, string> = JSON.parse(readFileSync(file, 'utf8'));
  return Object.entries(entries)
    .map(([prefix, entry]) => [prefix, entry.split('\n', 1)[0]?.trim() ?? ''] as const)
    .filter(([prefix, vendor]) => vendor !== '' && vendor !== IN_PARTS && isGlobal(prefix))
    .map(([prefix, vendor]) => `${prefix}\t${vendor}\n`)
    .sort()
    .join('');
};
