import type { Rule } from './rule.ts';

/** Replies 220 of RFC 959, as servers word them. */
export const ftpRules: readonly Rule[] = [
  { pattern: /^220[ -]\(vsFTPd (?<version>[\d.]+)\)/, service: 'ftp', product: 'vsftpd' },
  { pattern: /^220[ -]ProFTPD (?<version>\d[\w.]*)/, service: 'ftp', product: 'ProFTPD' },
  { pattern: /^220[ -]ProFTPD\b/, service: 'ftp', product: 'ProFTPD' },
  { pattern: /^220[ -].{0,20}Welcome to Pure-FTPd/, service: 'ftp', product: 'Pure-FTPd' },
  {
    pattern: /^220[ -]FileZilla Server (?:version )?(?<version>\d[\w.]*)/,
    service: 'ftp',
    product: 'FileZilla Server',
  },
  { pattern: /^220[ -]Microsoft FTP Service/, service: 'ftp', product: 'Microsoft FTP Service' },
  { pattern: /^220[ -]pyftpdlib (?<version>[\d.]+)/, service: 'ftp', product: 'pyftpdlib' },
  { pattern: /^220[ -]Serv-U FTP Server v(?<version>[\d.]+)/, service: 'ftp', product: 'Serv-U' },
  { pattern: /^220[ -].{0,80}\(Version wu-(?<version>[\d.]+)/, service: 'ftp', product: 'WU-FTPD' },
  { pattern: /^220[ -]bftpd (?<version>[\d.]+)/, service: 'ftp', product: 'bftpd' },
  {
    pattern: /^220[ -].{0,80}FTP server \(MikroTik (?<version>[\w.]+)\)/,
    service: 'ftp',
    product: 'MikroTik RouterOS',
  },
  {
    pattern: /^220[ -].{0,80}\(HylaFAX \(tm\) Version (?<version>[\d.]+)\)/,
    service: 'hylafax',
    product: 'HylaFAX',
  },
  { pattern: /^220[ -](?![^\r\n]*SMTP)[^\r\n]{0,200}\bFTP\b/i, service: 'ftp' },
];
