import type { Rule } from './rule.ts';

/** Identification strings of RFC 4253 §4.2. */
export const sshRules: readonly Rule[] = [
  {
    pattern: /^SSH-[\d.]+-OpenSSH_for_Windows_(?<version>[\w.]+)/,
    service: 'ssh',
    product: 'OpenSSH for Windows',
  },
  { pattern: /^SSH-[\d.]+-OpenSSH[_-](?<version>[\w.]+)/, service: 'ssh', product: 'OpenSSH' },
  { pattern: /^SSH-[\d.]+-dropbear(?:_(?<version>[\w.]+))?/, service: 'ssh', product: 'Dropbear' },
  { pattern: /^SSH-[\d.]+-libssh[_-](?<version>[\d.]+)/, service: 'ssh', product: 'libssh' },
  { pattern: /^SSH-[\d.]+-Cisco-(?<version>[\d.]+)/, service: 'ssh', product: 'Cisco SSH' },
  { pattern: /^SSH-[\d.]+-ROSSSH/, service: 'ssh', product: 'MikroTik RouterOS' },
  { pattern: /^SSH-[\d.]+-Go\b/, service: 'ssh', product: 'Go x/crypto/ssh' },
  { pattern: /^SSH-[\d.]+-paramiko_(?<version>[\d.]+)/, service: 'ssh', product: 'Paramiko' },
  { pattern: /^SSH-[\d.]+-AsyncSSH_(?<version>[\d.]+)/, service: 'ssh', product: 'AsyncSSH' },
  { pattern: /^SSH-[\d.]+-Erlang\/(?<version>[\d.]+)/, service: 'ssh', product: 'Erlang ssh' },
  {
    pattern: /^SSH-[\d.]+-(?:APACHE-SSHD|SSHD-CORE)-(?<version>[\d.]+)/,
    service: 'ssh',
    product: 'Apache MINA SSHD',
  },
  {
    pattern: /^SSH-[\d.]+-(?<version>[\d.]+) FlowSsh: Bitvise/,
    service: 'ssh',
    product: 'Bitvise SSH Server',
  },
  { pattern: /^SSH-[\d.]+-Sun_SSH_(?<version>[\d.]+)/, service: 'ssh', product: 'SunSSH' },
  { pattern: /^SSH-[\d.]+-HUAWEI-/, service: 'ssh', product: 'Huawei VRP' },
  { pattern: /^SSH-[\d.]+-/, service: 'ssh' },
];
