import type { Rule } from './rule.ts';

/** SMTP, LMTP, POP3, IMAP and ManageSieve, as servers greet. */
export const mailRules: readonly Rule[] = [
  { pattern: /^220[ -]\S{1,255} E?SMTP Postfix/, service: 'smtp', product: 'Postfix' },
  { pattern: /^220[ -]\S{1,255} E?SMTP Exim (?<version>[\d.]+)/, service: 'smtp', product: 'Exim' },
  {
    pattern: /^220[ -]\S{1,255} E?SMTP Sendmail (?<version>[\d.]+)/,
    service: 'smtp',
    product: 'Sendmail',
  },
  {
    pattern: /^220[ -]\S{1,255} Microsoft ESMTP MAIL Service, Version: (?<version>[\d.]+)/,
    service: 'smtp',
    product: 'Microsoft SMTP',
  },
  {
    pattern: /^220[ -]\S{1,255} Microsoft ESMTP MAIL Service ready/,
    service: 'smtp',
    product: 'Microsoft Exchange',
  },
  { pattern: /^220[ -]\S{1,255} E?SMTP OpenSMTPD/, service: 'smtp', product: 'OpenSMTPD' },
  {
    pattern: /^220[ -]\S{1,255} E?SMTP Haraka\/(?<version>[\d.]+)/,
    service: 'smtp',
    product: 'Haraka',
  },
  { pattern: /^220[ -]\S{1,255} E?SMTP MailHog/, service: 'smtp', product: 'MailHog' },
  { pattern: /^220[ -]\S{1,255} Mailpit ESMTP/, service: 'smtp', product: 'Mailpit' },
  {
    pattern: /^220[ -]\S{1,255} Python SMTP (?<version>[\d.]+)/,
    service: 'smtp',
    product: 'aiosmtpd',
  },
  { pattern: /^220[ -]\S{1,255} Dovecot\b/, service: 'lmtp', product: 'Dovecot' },
  {
    pattern: /^220[ -]\S{1,255} Cyrus LMTP(?: v?(?<version>[\d.]+))?/,
    service: 'lmtp',
    product: 'Cyrus',
  },
  { pattern: /^220[ -][^\r\n]{0,255}SMTP/i, service: 'smtp' },
  { pattern: /^\+OK [^\r\n]{0,100}Dovecot\b/, service: 'pop3', product: 'Dovecot' },
  { pattern: /^\+OK \S{1,255} Cyrus POP3 v?(?<version>[\d.]+)/, service: 'pop3', product: 'Cyrus' },
  {
    pattern: /^\+OK The Microsoft Exchange POP3 service/,
    service: 'pop3',
    product: 'Microsoft Exchange',
  },
  { pattern: /^\+OK Hello there\./, service: 'pop3', product: 'Courier' },
  { pattern: /^\+OK/, service: 'pop3' },
  { pattern: /^\* (?:OK|PREAUTH) [^\r\n]{0,500}Dovecot\b/, service: 'imap', product: 'Dovecot' },
  { pattern: /^\* OK [^\r\n]{0,500}Courier-IMAP ready/, service: 'imap', product: 'Courier' },
  {
    pattern: /^\* OK [^\r\n]{0,500}Cyrus IMAP v?(?<version>[\d.]+)/,
    service: 'imap',
    product: 'Cyrus',
  },
  {
    pattern: /^\* OK The Microsoft Exchange IMAP4 service/,
    service: 'imap',
    product: 'Microsoft Exchange',
  },
  { pattern: /^\* (?:OK|PREAUTH|BYE)\b/, service: 'imap' },
  { pattern: /^"IMPLEMENTATION" "Dovecot/, service: 'sieve', product: 'Dovecot Pigeonhole' },
  {
    pattern: /^"IMPLEMENTATION" "Cyrus timsieved v?(?<version>[\d.]+)/,
    service: 'sieve',
    product: 'Cyrus',
  },
];
