/** What kind of question is put. `liveness` is a TCP port nobody asked for, whose answer is not reported. */
export const QUESTION = { tcp: 0, udp: 1, untestable: 2, liveness: 3 } as const;

export type Question = {
  readonly port: number;
  readonly kind: (typeof QUESTION)[keyof typeof QUESTION];
};
