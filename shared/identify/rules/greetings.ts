import { ftpRules } from './ftp.ts';
import { mailRules } from './mail.ts';
import type { Rule } from './rule.ts';
import { sshRules } from './ssh.ts';

/** The initial handshake packet of MySQL's protocol version 10: length, sequence 0, 10, the version up to a NUL. */
const databaseRules: readonly Rule[] = [
  {
    pattern: /^[\s\S]{3}\0\x0a(?:5\.5\.5-)?(?<version>\d[\d.]*)-MariaDB/,
    service: 'mysql',
    product: 'MariaDB',
  },
  { pattern: /^[\s\S]{3}\0\x0a(?<version>\d[\w.+-]*)\0/, service: 'mysql', product: 'MySQL' },
  {
    pattern: /^[\s\S]{3}\0\xff[^\0]{1,300}this MariaDB server/,
    service: 'mysql',
    product: 'MariaDB',
  },
  { pattern: /^[\s\S]{3}\0\xff[^\0]{1,300}this MySQL server/, service: 'mysql', product: 'MySQL' },
  { pattern: /^\x05\0\0\0\x0b\x08\x05\x1a\0/, service: 'mysqlx', product: 'MySQL' },
];

/** Telnet negotiates (IAC and a verb) before, after or instead of a text. */
const terminalRules: readonly Rule[] = [
  { pattern: /^RFB 003\.889\n/, service: 'vnc', product: 'Apple Remote Desktop' },
  { pattern: /^RFB \d{3}\.\d{3}\n/, service: 'vnc' },
  { pattern: /MikroTik v(?<version>\d[\w.]*)/, service: 'telnet', product: 'MikroTik RouterOS' },
  { pattern: /^[\s\S]{0,60}User Access Verification/, service: 'telnet', product: 'Cisco IOS' },
  {
    pattern: /^\xff[\xfb-\xfe][\s\S]{0,300}BusyBox v(?<version>[\d.]+)/,
    service: 'telnet',
    product: 'BusyBox',
  },
  { pattern: /^\xff[\xfa-\xfe]/, service: 'telnet' },
  { pattern: /^[\s\S]{0,500}\blogin: ?$/i, service: 'telnet' },
];

const otherRules: readonly Rule[] = [
  { pattern: /^@RSYNCD: (?<version>[\d.]+)/, service: 'rsync', product: 'rsync protocol' },
  {
    pattern: /^INFO \{[^\n]{0,1000}"version":"(?<version>[^"]{1,40})"/,
    service: 'nats',
    product: 'NATS',
  },
  { pattern: /^INFO \{"server_id":/, service: 'nats', product: 'NATS' },
  {
    pattern: /^Asterisk Call Manager\/(?<version>[\d.]+)/,
    service: 'asterisk-ami',
    product: 'Asterisk Manager Interface',
  },
  { pattern: /^OK MPD (?<version>[\d.]+)/, service: 'mpd', product: 'Music Player Daemon' },
  { pattern: /^20[01] [^\r\n]{0,200}\bINN (?<version>[\d.]+)/, service: 'nntp', product: 'INN' },
  { pattern: /^20[01] [^\r\n]{0,200}(?:NNTP|news)/i, service: 'nntp' },
  { pattern: /^220 [^\r\n]{0,200}dictd (?<version>[\d.]+)/, service: 'dict', product: 'dictd' },
  { pattern: /^\( success \( \d+ \d+ \(/, service: 'svn', product: 'Subversion' },
  { pattern: /^TS3\n\r/, service: 'teamspeak', product: 'TeamSpeak 3' },
  {
    pattern: /^220 VMware Authentication Daemon Version (?<version>[\d.]+)/,
    service: 'vmware-auth',
    product: 'VMware Authentication Daemon',
  },
  {
    pattern: /^<<<check_mk>>>\s+Version: (?<version>[\w.]+)/,
    service: 'checkmk-agent',
    product: 'Checkmk agent',
  },
  {
    pattern: /^>INFO:OpenVPN Management Interface Version (?<version>\d+)/,
    service: 'openvpn-management',
    product: 'OpenVPN',
  },
  { pattern: /^:\S{1,255} NOTICE \S{1,50} :/, service: 'irc' },
  { pattern: /^\xff\0{7}[\0\x01]\x7f/, service: 'zmtp', product: 'ZeroMQ' },
  { pattern: /^AMQP[\0\x03]\x01\0\0/, service: 'amqp' },
  { pattern: /^\x15\x03[\0-\x04]\0\x02/, service: 'tls' },
];

/** Of what servers say first, unasked. Patterns look at a bounded stretch of it: what they read may be meant to be slow to read. */
export const greetings: readonly Rule[] = [
  ...sshRules,
  ...ftpRules,
  ...mailRules,
  ...databaseRules,
  ...terminalRules,
  ...otherRules,
];
