/** What AWS Lambda on arm64 costs in us-east-1, in US dollars; without the free tier, taxes and discounts. */
export const PRICES = {
  asOf: '2026-11-01',
  lambdaGbSecondUsd: 0.000_013_333_4,
  lambdaRequestUsd: 0.000_000_2,
} as const;

/** The day on which these prices were read. */
export const PRICES_AS_OF: string = PRICES.asOf;

/** Work done by Lambda. */
export type LambdaWork = {
  readonly invocations: number;
  /** Seconds that functions ran, all together. */
  readonly seconds: number;
  readonly memoryMb: number;
};

/** US dollars for the work, to a millionth. */
export const lambdaCostUsd = ({ invocations, seconds, memoryMb }: LambdaWork): number => {
  const gbSeconds = (seconds * memoryMb) / 1024;
  const usd = gbSeconds * PRICES.lambdaGbSecondUsd + invocations * PRICES.lambdaRequestUsd;
  return Math.round(usd * 1_000_000) / 1_000_000;
};
