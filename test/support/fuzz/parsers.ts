import fc from 'fast-check';
import { DomainError } from '#shared/domain/errors.ts';
import { formatNetwork, lastOf, type Network, parseNetworks } from '#shared/domain/network.ts';
import { portPresets } from '#shared/domain/port-presets.ts';
import { formatPorts, type Ports, parsePorts } from '#shared/domain/ports.ts';
import { formatTaskKey, parseTaskKey } from '#shared/domain/task-key.ts';
import { readNetwork, readPorts } from './independent-reading.ts';
import { networkText, portText } from './texts.ts';

const MAX_TEXT = 2048;

const accepted = <T>(read: () => T): T | null => {
  try {
    return read();
  } catch (error) {
    if (error instanceof DomainError && error.code === 'validation-error') return null;
    throw error;
  }
};

const isRange = (networks: readonly Network[], first: bigint, last: bigint): boolean => {
  let next = first;
  for (const network of networks) {
    if (network.first !== next) return false;
    next = lastOf(network) + 1n;
  }
  return next === last + 1n;
};

/** What is wrong with how a network is read; null: nothing. */
const wrongNetwork = (text: string): string | null => {
  const ours = accepted(() => parseNetworks(text));
  const theirs = readNetwork(text);
  if ((ours === null) !== (theirs === null)) return ours ? 'wrongly accepted' : 'wrongly refused';
  if (ours === null || theirs === null) return null;
  if (!isRange(ours, theirs.first, theirs.last)) return 'another range';
  const again = ours.flatMap((network) => parseNetworks(formatNetwork(network)));
  return JSON.stringify(again.map(formatNetwork)) === JSON.stringify(ours.map(formatNetwork))
    ? null
    : 'not canonical';
};

const marksOf = (ports: Ports): Uint8Array => {
  const marks = new Uint8Array(65_536);
  for (const [from, to] of ports) marks.fill(1, from, to + 1);
  return marks;
};

const wrongPorts = (text: string): string | null => {
  const ours = accepted(() => parsePorts(text));
  const theirs = text.length <= MAX_TEXT ? readPorts(text, portPresets) : null;
  if (ours === null) return theirs !== null && text.length < 1000 ? 'wrongly refused' : null;
  if (theirs === null) return 'wrongly accepted';
  if (Buffer.compare(theirs, marksOf(ours)) !== 0) return 'other ports';
  const canonical = formatPorts(ours);
  return formatPorts(parsePorts(canonical)) === canonical ? null : 'not canonical';
};

const wrongKey = (text: string): string | null => {
  const identity = parseTaskKey(text);
  if (identity === null) return null;
  const [network = '', tcp = '', udp = ''] = text.split('&');
  const isGood = readNetwork(network) && readPorts(tcp, portPresets) && readPorts(udp, portPresets);
  if (!isGood) return 'wrongly accepted';
  const canonical = formatTaskKey(identity);
  const again = parseTaskKey(canonical);
  return again && formatTaskKey(again) === canonical ? null : 'not canonical';
};

const judged = (texts: fc.Arbitrary<string>, wrong: (text: string) => string | null) =>
  fc.property(texts, (text) => {
    const what = wrong(text);
    if (what !== null) throw new Error(`${what}: ${JSON.stringify(text)}`);
  });

const keyText = fc.tuple(networkText, portText, portText).map((parts) => parts.join('&'));

/** Each parser of what callers and old programs write, against a reading of its own. */
export const parserProperties = {
  networks: judged(networkText, wrongNetwork),
  ports: judged(portText, wrongPorts),
  'task keys': judged(keyText, wrongKey),
};
