import { greetings } from './greetings.ts';
import type { Rule } from './rule.ts';

/** Of what servers that are no web servers say to a question in HTTP, or to the one of their own protocol. */
export const ownReplies: readonly Rule[] = [
  {
    pattern:
      /^HTTP\/1\.[01] 400 [\s\S]{0,800}(?:plain HTTP request was sent to (?:an )?HTTPS port|HTTP request to an HTTPS server)/i,
    service: 'https',
  },
  { pattern: /valkey_version:(?<version>[\d.]+)/, service: 'redis', product: 'Valkey' },
  { pattern: /redis_version:(?<version>[\d.]+)/, service: 'redis', product: 'Redis' },
  { pattern: /^-NOAUTH |^-DENIED Redis |^\+PONG\r\n/, service: 'redis', product: 'Redis' },
  { pattern: /^-ERR (?:unknown command|wrong number of arguments for) /, service: 'redis' },
  { pattern: /^VERSION (?<version>[\d.]+)/, service: 'memcached', product: 'memcached' },
  { pattern: /^ERROR\r\n/, service: 'memcached' },
  { pattern: /you are trying to access MongoDB over HTTP/, service: 'mongodb', product: 'MongoDB' },
  {
    pattern:
      /^RTSP\/1\.0 [\s\S]{0,600}\nServer: (?<product>[A-Za-z][\w .-]{0,40}?)[/ ]v?(?<version>\d[\w.-]*)/i,
    service: 'rtsp',
  },
  { pattern: /^RTSP\/1\.0 /, service: 'rtsp' },
  {
    pattern: /^SIP\/2\.0 [\s\S]{0,900}\n(?:Server|User-Agent): Asterisk PBX (?<version>[\w.~-]+)/i,
    service: 'sip',
    product: 'Asterisk',
  },
  {
    pattern:
      /^SIP\/2\.0 [\s\S]{0,900}\n(?:Server|User-Agent): (?<product>[A-Za-z][\w .-]{0,40}?)[/ -]v?(?<version>\d[\w.-]*)/i,
    service: 'sip',
  },
  { pattern: /^SIP\/2\.0 /, service: 'sip' },
  {
    pattern: /^Zookeeper version: (?<version>[\d.]+)/,
    service: 'zookeeper',
    product: 'Apache ZooKeeper',
  },
  {
    pattern: /^srvr is not executed because it is not in the whitelist/,
    service: 'zookeeper',
    product: 'Apache ZooKeeper',
  },
  {
    pattern:
      /^HTTP\/1\.1 200 OK\r\n[\s\S]{0,300}SERVER: [^\r\n]{0,60}UPnP\/1\.[01] (?<product>[A-Za-z][\w.-]{0,40})\/(?<version>[\w.]+)/i,
    service: 'upnp',
  },
  { pattern: /^<\?xml[^>]{0,100}\?><stream:stream [\s\S]{0,300}jabber:/, service: 'xmpp' },
  { pattern: /^AMQP\0\0\x09\x01/, service: 'amqp' },
];

/** A server that speaks late, or first, is heard here too. */
export const replies: readonly Rule[] = [...ownReplies, ...greetings];
