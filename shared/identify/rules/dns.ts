import type { Rule } from './rule.ts';

/** Of what a name server answers to `version.bind`. */
export const dnsRules: readonly Rule[] = [
  { pattern: /^dnsmasq-(?:pi-hole-v?)?(?<version>[\w.]+)/i, service: 'domain', product: 'dnsmasq' },
  { pattern: /^unbound (?<version>[\d.]+)/i, service: 'domain', product: 'Unbound' },
  {
    pattern: /^PowerDNS (?:Authoritative Server|Recursor) (?<version>[\d.]+)/i,
    service: 'domain',
    product: 'PowerDNS',
  },
  { pattern: /^Microsoft DNS (?<version>[\d.]+)/, service: 'domain', product: 'Microsoft DNS' },
  { pattern: /^NSD (?<version>[\d.]+)/, service: 'domain', product: 'NSD' },
  { pattern: /^Knot DNS (?<version>[\d.]+)/, service: 'domain', product: 'Knot DNS' },
  { pattern: /^CoreDNS-(?<version>[\d.]+)/, service: 'domain', product: 'CoreDNS' },
  { pattern: /^(?:BIND )?(?<version>9\.\d+\.\d+[\w.+-]*)/, service: 'domain', product: 'ISC BIND' },
];
