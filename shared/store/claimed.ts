/** An item taken from a list under a lease. */
export type Claimed = { readonly token: string; readonly value: string };

/** The item of a lease's token, which is the claim's id, the item's place in the claim, and the item itself. */
export const claimedOf = (token: string): Claimed => {
  const value = token.split(':').slice(2).join(':');
  return { token, value };
};
