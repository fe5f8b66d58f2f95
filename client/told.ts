/** What an answer holds: a refusal has been thrown by then. */
export const told = async <T>(answer: Promise<{ data?: T }>): Promise<Exclude<T, undefined>> =>
  (await answer).data as Exclude<T, undefined>;
