import type { Rule } from './rule.ts';

/** A server's identification (RFC 4253 §4.2): `SSH-2.0-software comments`. */
export const sshRules: readonly Rule[] = (
  [
    [/OpenSSH_for_Windows_(?<version>[\w.]+)/, 'OpenSSH for Windows'],
    [/OpenSSH_(?<version>\d[\w.]*)/, 'OpenSSH'],
    [/dropbear(?:_(?<version>[\w.]+))?/, 'Dropbear'],
    [/Cisco-(?<version>[\d.]+)/, 'Cisco SSH'],
    [/ROSSSH/, 'MikroTik RouterOS'],
    [/HUAWEI-(?<version>[\d.]+)/, 'Huawei VRP'],
    [/Comware-(?<version>[\d.]+)/, 'HPE Comware'],
    [/libssh[_-](?<version>[\d.]+)/, 'libssh'],
    [/mod_sftp(?:\/(?<version>[\d.]+))?/, 'ProFTPD mod_sftp'],
    [/AWS_SFTP_(?<version>[\d.]+)/, 'AWS Transfer Family'],
    [/Go(?![\w-])/, 'Go x/crypto/ssh'],
    [/GitLab-SSHD/, 'GitLab Shell'],
    [/(?:APACHE-SSHD|SSHD-CORE|SSHD)-(?<version>[\d.]+)/, 'Apache MINA SSHD'],
    [/paramiko_(?<version>[\d.]+)/, 'Paramiko'],
    [/AsyncSSH_(?<version>[\d.]+)/, 'AsyncSSH'],
    [/ssh2js(?<version>[\d.]+)/, 'ssh2'],
    [/Twisted/, 'Twisted Conch'],
    [/Sun_SSH_(?<version>[\d.]+)/, 'Sun SSH'],
    [/tinyssh_(?<version>\w+)/, 'TinySSH'],
    [/RomSShell_(?<version>[\d.]+)/, 'Allegro RomSShell'],
    [/WeOnlyDo (?<version>[\d.]+)/, 'WeOnlyDo SSH'],
  ] satisfies [RegExp, string][]
).map(([software, product]) => ({
  pattern: new RegExp(`^SSH-[\\d.]+-${software.source}`),
  service: 'ssh',
  product,
}));
