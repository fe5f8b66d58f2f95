import { randomUUID } from 'node:crypto';
import { ACCOUNT, REGION } from './lambda/lambda-function.ts';

export type Ticker = { stop(): void };
type TickerSetup = {
  /** Hands the event to the scheduler; must not wait for it. */
  readonly invoke: (event: ScheduledEvent) => void;
  readonly everySeconds?: number;
};

/** What an EventBridge rule sends: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-run-lambda-schedule.html */
export type ScheduledEvent = ReturnType<typeof scheduledEvent>;

const scheduledEvent = (now: Date) => ({
  version: '0',
  id: randomUUID(),
  'detail-type': 'Scheduled Event',
  source: 'aws.events',
  account: ACCOUNT,
  time: `${now.toISOString().slice(0, 19)}Z`,
  region: REGION,
  resources: [`arn:aws:events:${REGION}:${ACCOUNT}:rule/netsweep-minute-tick`],
  detail: {},
});

/** The minute rule of this machine: one tick at once, then one as each minute (or `everySeconds`) of the clock begins. */
export const startTicker = ({ invoke, everySeconds = 60 }: TickerSetup): Ticker => {
  const everyMs = everySeconds * 1000;
  let timer: NodeJS.Timeout;
  const tick = (): void => {
    invoke(scheduledEvent(new Date()));
    wait();
  };
  const wait = (): void => {
    // A timer may fire a moment early: that must not make two ticks of one.
    const begun = Math.floor((Date.now() + 10) / everyMs);
    timer = setTimeout(tick, (begun + 1) * everyMs - Date.now());
  };
  tick();
  return { stop: () => clearTimeout(timer) };
};
