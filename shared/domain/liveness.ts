import type { Ports } from './ports.ts';

/**
 * Asked of an address when its task names no ports, only to see whether it is up: an answer of any kind will do.
 * What servers, desktops, routers and telephones (62078) answer, open or refused, by judgement.
 */
export const LIVENESS_TCP_PORTS: Ports = [
  [22, 23],
  [53, 53],
  [80, 80],
  [135, 135],
  [139, 139],
  [443, 443],
  [445, 445],
  [3389, 3389],
  [8080, 8080],
  [8443, 8443],
  [62_078, 62_078],
];
