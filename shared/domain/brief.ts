/** Longest list and text of a change that is told; the API has them whole. */
const MOST_ITEMS = 50;
const MOST_CHARACTERS = 500;

/** What is told of a change's `before` or `after`: long lists and texts are cut, so that a message stays a message. */
export const brief = (value: unknown): unknown => {
  if (typeof value === 'string') return value.slice(0, MOST_CHARACTERS);
  if (Array.isArray(value)) return value.slice(0, MOST_ITEMS).map(brief);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, brief(inner)]));
};
