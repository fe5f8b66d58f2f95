import type { Output } from '#cli/output.ts';
import { writeJson } from '#cli/view/json-document.ts';

type List<T> = {
  /** Member of the JSON document, and what the table is of: `tasks`. */
  readonly name: string;
  readonly pages: AsyncIterable<readonly T[]>;
  readonly table: { add(items: readonly T[]): string };
};

/** Writes a list as one JSON document, or as a table that grows page by page. */
export const writeList = async <T>(
  out: Output,
  { name, pages, table }: List<T>,
  json = false,
): Promise<void> => {
  if (json) return writeJson(out, { [name]: pages });
  let isEmpty = true;
  for await (const page of pages) {
    if (out.isClosed()) return;
    if (page.length > 0) await out.write(table.add(page));
    isEmpty &&= page.length === 0;
  }
  if (isEmpty) await out.write(`no ${name}\n`);
};
