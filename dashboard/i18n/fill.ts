export type Filling = Readonly<Record<string, string | number>>;

/** Puts values where a text has `{name}`; what is not given stays as it is. */
export const fill = (text: string, filling: Filling): string =>
  text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(filling[name] ?? whole));
