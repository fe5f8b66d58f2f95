import { CsvError, parse } from 'csv-parse/sync';
import * as z from 'zod';
import type { FieldError } from '#shared/domain/errors.ts';
import { label } from '#shared/domain/label.ts';
import { refuseLines } from './refuse-lines.ts';

/** A line of the old system's file: a network and the name of its group. */
export type CsvLine = { readonly line: number; readonly network: string; readonly group: string };

const MOST_LINES = 1000;

const records = z.array(
  z.object({ record: z.array(z.string()), info: z.object({ lines: z.int() }) }),
);

const wrongWith = (line: number, record: readonly string[]): FieldError[] => {
  const pointer = `/lines/${line}`;
  const [network = '', group = ''] = record;
  if (record.length > 2) return [{ pointer, code: 'too-many-columns' }];
  if (network === '' || network.length > 100) return [{ pointer, code: 'not-a-network' }];
  return label.safeParse(group).success ? [] : [{ pointer, code: 'not-a-label' }];
};

const parsed = (text: string) => {
  try {
    return records.parse(
      parse(text, { info: true, relax_column_count: true, skip_empty_lines: true, trim: true }),
    );
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = z.int().catch(1).parse(error.lines);
    return refuseLines([{ pointer: `/lines/${line}`, code: 'not-csv' }], 'This is no CSV.');
  }
};

/** A first line without a digit in its first column names the columns. */
const isHead = ([first = '']: readonly string[]): boolean => !/[0-9:]/.test(first);

/** Reads a file of networks and group names, one a line. Throws `validation-error` with the number of each wrong line. */
export const readCsv = (text: string): CsvLine[] => {
  const all = parsed(text);
  const rows = all[0] !== undefined && isHead(all[0].record) ? all.slice(1) : all;
  if (rows.length === 0 || rows.length > MOST_LINES)
    return refuseLines([], `Send 1 to ${MOST_LINES} lines: network,group name.`);
  const errors = rows.flatMap(({ record, info }) => wrongWith(info.lines, record));
  if (errors.length > 0) refuseLines(errors, 'A line is: network,group name.');
  return rows.map(({ record: [network = '', group = ''], info }) => ({
    line: info.lines,
    network,
    group,
  }));
};
