import { setTimeout as sleep } from 'node:timers/promises';

await sleep(60_000);

export const handler = async (): Promise<string> => 'too late';
