import { wrongPlaceIn } from '#client/answers.ts';

/** True when a healthy Netsweep answers at this address within the time. */
export const isHealthy = async (api: string, timeoutMs: number): Promise<boolean> => {
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const response = await fetch(`${api}/v1/health`, { redirect: 'manual', signal });
    return response.ok && wrongPlaceIn('GET /v1/health', await response.json()) === null;
  } catch {
    // Whatever the reason, nobody is there to be asked.
    return false;
  }
};
