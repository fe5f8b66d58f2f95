/** What a text says in JSON; null where it is none. JSON.parse quotes its input in what it throws, and this throws nothing. */
export const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};
