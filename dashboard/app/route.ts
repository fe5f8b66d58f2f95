/** Where one is in the page: the part of its address after the #, which is sent to nobody. */
export type Place = { readonly path: readonly string[]; readonly query: URLSearchParams };

export const placeOf = (hash: string): Place => {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split(/\?(.*)/s);
  return {
    path: path
      .split('/')
      .filter((part) => part !== '')
      .map(decoded),
    query: new URLSearchParams(query),
  };
};

const decoded = (part: string): string => {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
};

type Query = Readonly<Record<string, string | number | undefined>>;

/** The address of a place; what is absent in the query is left out. */
export const linkTo = (path: readonly (string | number)[], query: Query = {}): string => {
  const said = Object.entries(query).flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [[name, String(value)] as [string, string]],
  );
  const search = new URLSearchParams(said).toString();
  const steps = path.map((part) => encodeURIComponent(part)).join('/');
  return `#/${steps}${search === '' ? '' : `?${search}`}`;
};
