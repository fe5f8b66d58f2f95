/** One try, as it is handed on; the same object serves for each. */
export type Probe = {
  pair: number;
  host: number;
  port: number;
  isUdp: boolean;
  /** 1 for the first try. */
  attempt: number;
  timeoutMs: number;
  /** Waits as long as any try may. */
  isPatient: boolean;
  /** Waits as its neighbourhood lets expect, though that may be long while nothing is known of it. */
  isCommon: boolean;
};

export const newProbe = (): Probe => ({
  pair: 0,
  host: 0,
  port: 0,
  isUdp: false,
  attempt: 0,
  timeoutMs: 0,
  isPatient: false,
  isCommon: true,
});
