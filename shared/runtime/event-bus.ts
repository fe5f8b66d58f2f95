import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';

/** What EventBridge takes in one request. */
const MOST_EVENTS = 10;
const MOST_BYTES = 200_000;

const SOURCE = 'netsweep';
const DETAIL_TYPE = 'Netsweep Change';

/** Details in groups that one request may hold each. */
const grouped = (details: readonly string[]): string[][] => {
  const groups: string[][] = [];
  let bytes = 0;
  for (const detail of details) {
    const size = Buffer.byteLength(detail);
    const last = groups.at(-1);
    if (last === undefined || last.length === MOST_EVENTS || bytes + size > MOST_BYTES) {
      groups.push([detail]);
      bytes = 0;
    } else last.push(detail);
    bytes += size;
  }
  return groups;
};

/**
 * Puts events on an event bus; gives how many were not taken. Nothing is retried here: whoever asks tells all again, with
 * the same ids.
 */
export const eventBus = (name: string, timeoutMs: number) => {
  const client = new EventBridgeClient({
    maxAttempts: 1,
    requestHandler: { requestTimeout: timeoutMs, throwOnRequestTimeout: true },
  });
  return async (events: readonly object[]): Promise<number> => {
    let lost = 0;
    for (const group of grouped(events.map((event) => JSON.stringify(event)))) {
      const Entries = group.map((Detail) => ({
        EventBusName: name,
        Source: SOURCE,
        DetailType: DETAIL_TYPE,
        Detail,
      }));
      const answer = await client.send(new PutEventsCommand({ Entries }), {
        abortSignal: AbortSignal.timeout(timeoutMs),
      });
      lost += answer.FailedEntryCount ?? 0;
    }
    return lost;
  };
};
