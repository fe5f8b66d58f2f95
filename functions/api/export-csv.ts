import { csvHead, csvOf } from '#shared/domain/host-csv.ts';
import type { ExportFormat } from './export-format.ts';

/** RFC 4180 with a head, safe to open with a spreadsheet; control characters are shown as \xHH. */
export const csv: ExportFormat = {
  extension: 'csv',
  media: 'text/csv',
  head: csvHead,
  host: csvOf,
  foot: () => '',
};
