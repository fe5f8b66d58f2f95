import type { WireHost } from '#shared/domain/wire.ts';
import type { Generation } from './export-generation.ts';

/**
 * A way to write the hosts of a generation. A page is a part of one document: the first has its head and the last its
 * foot, and the parts put together in their order are the whole.
 */
export type ExportFormat = {
  readonly extension: 'csv' | 'jsonl' | 'xml';
  readonly media: string;
  readonly head: (generation: Generation) => string;
  readonly host: (host: WireHost) => string;
  readonly foot: (generation: Generation) => string;
};
