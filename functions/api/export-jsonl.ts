import { printableJson } from '#shared/domain/printable.ts';
import type { ExportFormat } from './export-format.ts';

/** A host a line, as GET /v1/tasks/{id}/hosts has it; what a terminal would act upon is escaped. */
export const jsonl: ExportFormat = {
  extension: 'jsonl',
  media: 'application/jsonl',
  head: () => '',
  host: (host) => `${printableJson(host)}\n`,
  foot: () => '',
};
