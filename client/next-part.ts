const NEXT = /<[^<>]*[?&]cursor=([^<>&]+)[^<>]*>\s*;\s*rel="next"/;

/** The cursor of the part that comes after this one of an exported document; undefined after the last. */
export const nextPart = ({ headers }: Response): string | undefined => {
  const [, cursor] = NEXT.exec(headers.get('link') ?? '') ?? [];
  return cursor === undefined ? undefined : decodeURIComponent(cursor);
};
