import type { Output } from '#cli/output.ts';
import { printableJson } from '#shared/domain/printable.ts';

/** Lists of a document, in the order they are written; each comes in parts, so that none is held whole. */
export type JsonLists = Readonly<
  Record<string, Iterable<readonly unknown[]> | AsyncIterable<readonly unknown[]>>
>;

type Part = JsonLists[string];

const writeItems = async (out: Output, part: Part): Promise<void> => {
  let separator = '\n';
  for await (const items of part) {
    let text = '';
    for (const item of items) {
      text += `${separator}  ${printableJson(item)}`;
      separator = ',\n';
    }
    await out.write(text);
    if (out.isClosed()) return;
  }
};

/** Brackets are closed even when reading a list fails half way: what was written is a document all the same. */
const between = async (
  out: Output,
  [open, close]: readonly [string, string],
  write: () => Promise<void>,
): Promise<void> => {
  await out.write(open);
  try {
    await write();
  } finally {
    await out.write(close);
  }
};

/** Writes one JSON document, an item a line. */
export const writeJson = (out: Output, lists: JsonLists): Promise<void> =>
  between(out, ['{', '\n}\n'], async () => {
    let separator = '\n';
    for (const [name, part] of Object.entries(lists)) {
      const open = `${separator} ${JSON.stringify(name)}: [`;
      await between(out, [open, '\n ]'], () => writeItems(out, part));
      separator = ',\n';
    }
  });
