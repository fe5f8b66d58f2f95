import type { PortIdentity } from '#shared/domain/identity.ts';

/**
 * How something that was heard tells who said it. `version` and `product` are taken from the groups of those names, the
 * product from here where the text does not name it.
 */
export type Rule = {
  readonly pattern: RegExp;
  readonly service: string;
  readonly product?: string;
};

/** What the first rule that fits says of a text (bytes as latin1); null where none does. */
export const readBy = (rules: readonly Rule[], text: string): PortIdentity | null => {
  for (const { pattern, service, product } of rules) {
    const groups = pattern.exec(text);
    if (groups === null) continue;
    const { product: named = product, version } = groups.groups ?? {};
    return { service, ...(named && { product: named }), ...(version && { version }) };
  }
  return null;
};
