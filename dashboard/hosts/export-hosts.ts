import { exportPart } from '#dashboard/api/calls.ts';
import type { WireTask } from '#shared/domain/wire.ts';

export const FORMATS = ['csv', 'jsonl', 'xml'] as const;
export type Format = (typeof FORMATS)[number];

/** Hands a file to the browser, as if it had been linked to. */
const hand = (parts: readonly Blob[], name: string): void => {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([...parts]));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
};

/** Fetches all parts of an export, puts them together and saves them. A plain link could not: it has no token. */
export const exportHosts = async (
  { id, network }: WireTask,
  format: Format,
  onPart: (parts: number) => void,
): Promise<void> => {
  const parts: Blob[] = [];
  let cursor: string | null = null;
  do {
    const { blob, next }: Awaited<ReturnType<typeof exportPart>> = await exportPart(
      id,
      format,
      cursor,
    );
    parts.push(blob);
    onPart(parts.length);
    cursor = next;
  } while (cursor !== null);
  hand(parts, `hosts-${network.replaceAll(/[^\w.]/g, '-')}.${format}`);
};
