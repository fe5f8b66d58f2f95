import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { dnsRules } from '#shared/identify/rules/dns.ts';
import { greetings } from '#shared/identify/rules/greetings.ts';
import { httpRules } from '#shared/identify/rules/http.ts';
import { ownReplies } from '#shared/identify/rules/replies.ts';
import { type Rule, readBy } from '#shared/identify/rules/rule.ts';

/** What was heard, and what it means: service, product, version. */
type Example = readonly [heard: string, service: string, product?: string, version?: string];

const greetingExamples: readonly Example[] = [
  ['SSH-2.0-OpenSSH_for_Windows_8.1\r\n', 'ssh', 'OpenSSH for Windows', '8.1'],
  ['SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3\r\n', 'ssh', 'OpenSSH', '9.2p1'],
  ['SSH-2.0-dropbear_2022.83\r\n', 'ssh', 'Dropbear', '2022.83'],
  ['SSH-2.0-dropbear\r\n', 'ssh', 'Dropbear'],
  ['SSH-2.0-libssh_0.9.6\r\n', 'ssh', 'libssh', '0.9.6'],
  ['SSH-1.99-Cisco-1.25\n', 'ssh', 'Cisco SSH', '1.25'],
  ['SSH-2.0-ROSSSH\r\n', 'ssh', 'MikroTik RouterOS'],
  ['SSH-2.0-Go\r\n', 'ssh', 'Go x/crypto/ssh'],
  ['SSH-2.0-paramiko_2.12.0\r\n', 'ssh', 'Paramiko', '2.12.0'],
  ['SSH-2.0-AsyncSSH_2.13.2\r\n', 'ssh', 'AsyncSSH', '2.13.2'],
  ['SSH-2.0-Erlang/4.15.2\r\n', 'ssh', 'Erlang ssh', '4.15.2'],
  ['SSH-2.0-APACHE-SSHD-2.9.2\r\n', 'ssh', 'Apache MINA SSHD', '2.9.2'],
  [
    'SSH-2.0-9.27 FlowSsh: Bitvise SSH Server (WinSSHD) 9.27\r\n',
    'ssh',
    'Bitvise SSH Server',
    '9.27',
  ],
  ['SSH-2.0-Sun_SSH_1.1.5\r\n', 'ssh', 'SunSSH', '1.1.5'],
  ['SSH-2.0-HUAWEI-1.5\r\n', 'ssh', 'Huawei VRP'],
  ['SSH-2.0-something\r\n', 'ssh'],
  ['220 (vsFTPd 3.0.3)\r\n', 'ftp', 'vsftpd', '3.0.3'],
  ['220 ProFTPD 1.3.8 Server (Debian) [::ffff:10.0.0.1]\r\n', 'ftp', 'ProFTPD', '1.3.8'],
  ['220 ProFTPD Server (Debian) [10.0.0.1]\r\n', 'ftp', 'ProFTPD'],
  ['220---------- Welcome to Pure-FTPd [privsep] [TLS] ----------\r\n', 'ftp', 'Pure-FTPd'],
  ['220-FileZilla Server 1.7.0\r\n', 'ftp', 'FileZilla Server', '1.7.0'],
  ['220 Microsoft FTP Service\r\n', 'ftp', 'Microsoft FTP Service'],
  ['220 pyftpdlib 1.5.7 ready.\r\n', 'ftp', 'pyftpdlib', '1.5.7'],
  ['220 Serv-U FTP Server v15.1 ready...\r\n', 'ftp', 'Serv-U', '15.1'],
  ['220 box FTP server (Version wu-2.6.2(1) Mon) ready.\r\n', 'ftp', 'WU-FTPD', '2.6.2'],
  ['220 bftpd 4.6 at 10.0.0.1 ready.\r\n', 'ftp', 'bftpd', '4.6'],
  ['220 core FTP server (MikroTik 6.49.7) ready\r\n', 'ftp', 'MikroTik RouterOS', '6.49.7'],
  ['220 fax server (HylaFAX (tm) Version 6.0.6) ready.\r\n', 'hylafax', 'HylaFAX', '6.0.6'],
  ['220 box.example FTP server ready.\r\n', 'ftp'],
  ['220 mail.example ESMTP Postfix (Debian/GNU)\r\n', 'smtp', 'Postfix'],
  ['220 mail.example ESMTP Exim 4.96 Tue, 14 Nov 2023 10:00:00 +0000\r\n', 'smtp', 'Exim', '4.96'],
  ['220 mail.example ESMTP Sendmail 8.17.1/8.17.1; Tue\r\n', 'smtp', 'Sendmail', '8.17.1'],
  [
    '220 w Microsoft ESMTP MAIL Service, Version: 10.0.17763.1 ready at Tue\r\n',
    'smtp',
    'Microsoft SMTP',
    '10.0.17763.1',
  ],
  ['220 ex.example Microsoft ESMTP MAIL Service ready at Tue\r\n', 'smtp', 'Microsoft Exchange'],
  ['220 mail.example ESMTP OpenSMTPD\r\n', 'smtp', 'OpenSMTPD'],
  ['220 mail.example ESMTP Haraka/3.0.2 ready\r\n', 'smtp', 'Haraka', '3.0.2'],
  ['220 mailhog.example ESMTP MailHog\r\n', 'smtp', 'MailHog'],
  ['220 box Mailpit ESMTP Service ready\r\n', 'smtp', 'Mailpit'],
  ['220 box Python SMTP 1.4.4\r\n', 'smtp', 'aiosmtpd', '1.4.4'],
  ['220 mail.example Dovecot (Debian) ready.\r\n', 'lmtp', 'Dovecot'],
  ['220 mail.example Cyrus LMTP 3.6.1 server ready\r\n', 'lmtp', 'Cyrus', '3.6.1'],
  ['220 mail.example ESMTP ready\r\n', 'smtp'],
  ['+OK Dovecot (Debian) ready.\r\n', 'pop3', 'Dovecot'],
  ['+OK mail.example Cyrus POP3 v2.4.17 server ready\r\n', 'pop3', 'Cyrus', '2.4.17'],
  ['+OK The Microsoft Exchange POP3 service is ready.\r\n', 'pop3', 'Microsoft Exchange'],
  ['+OK Hello there.\r\n', 'pop3', 'Courier'],
  ['+OK ready\r\n', 'pop3'],
  ['* OK [CAPABILITY IMAP4rev1 STARTTLS] Dovecot (Debian) ready.\r\n', 'imap', 'Dovecot'],
  ['* OK [CAPABILITY IMAP4rev1] Courier-IMAP ready. Copyright\r\n', 'imap', 'Courier'],
  ['* OK [CAPABILITY IMAP4rev1] m Cyrus IMAP 3.6.1 server ready\r\n', 'imap', 'Cyrus', '3.6.1'],
  ['* OK The Microsoft Exchange IMAP4 service is ready.\r\n', 'imap', 'Microsoft Exchange'],
  ['* BYE too many\r\n', 'imap'],
  ['"IMPLEMENTATION" "Dovecot Pigeonhole"\r\n', 'sieve', 'Dovecot Pigeonhole'],
  ['"IMPLEMENTATION" "Cyrus timsieved v2.4.17"\r\n', 'sieve', 'Cyrus', '2.4.17'],
  ['\x5b\0\0\0\x0a5.5.5-10.11.6-MariaDB-0+deb12u1\0\x2a', 'mysql', 'MariaDB', '10.11.6'],
  ['\x4a\0\0\0\x0a8.0.36-0ubuntu0.22.04.1\0\x2a', 'mysql', 'MySQL', '8.0.36-0ubuntu0.22.04.1'],
  [
    "\x45\0\0\0\xff\x6a\x04Host 'x' is not allowed to connect to this MariaDB server",
    'mysql',
    'MariaDB',
  ],
  [
    "\x45\0\0\0\xff\x6a\x04Host 'x' is not allowed to connect to this MySQL server",
    'mysql',
    'MySQL',
  ],
  ['\x05\0\0\0\x0b\x08\x05\x1a\0', 'mysqlx', 'MySQL'],
  ['RFB 003.889\n', 'vnc', 'Apple Remote Desktop'],
  ['RFB 003.008\n', 'vnc'],
  [
    '\xff\xfb\x01\r\nMikroTik v6.48.6 (long-term)\r\nLogin: ',
    'telnet',
    'MikroTik RouterOS',
    '6.48.6',
  ],
  ['\xff\xfb\x01\r\n\r\nUser Access Verification\r\n\r\nPassword: ', 'telnet', 'Cisco IOS'],
  ['\xff\xfd\x01BusyBox v1.35.0 built-in shell', 'telnet', 'BusyBox', '1.35.0'],
  ['\xff\xfd\x18\xff\xfd\x20', 'telnet'],
  ['router login: ', 'telnet'],
  ['@RSYNCD: 31.0\n', 'rsync', 'rsync protocol', '31.0'],
  [
    'INFO {"server_id":"N","server_name":"n","version":"2.10.1","proto":1}\r\n',
    'nats',
    'NATS',
    '2.10.1',
  ],
  ['INFO {"server_id":"N"}\r\n', 'nats', 'NATS'],
  ['Asterisk Call Manager/5.0.2\r\n', 'asterisk-ami', 'Asterisk Manager Interface', '5.0.2'],
  ['OK MPD 0.23.5\n', 'mpd', 'Music Player Daemon', '0.23.5'],
  ['200 news.example InterNetNews NNRP server INN 2.7.0 ready\r\n', 'nntp', 'INN', '2.7.0'],
  ['201 NNTP service ready\r\n', 'nntp'],
  ['220 box dictd 1.13.1/rf on Linux 6.1 <auth.mime>\r\n', 'dict', 'dictd', '1.13.1'],
  ['( success ( 2 2 ( ) ( edit-pipeline svndiff1 ) ) ) ', 'svn', 'Subversion'],
  ['TS3\n\rWelcome to the TeamSpeak 3 ServerQuery', 'teamspeak', 'TeamSpeak 3'],
  [
    '220 VMware Authentication Daemon Version 1.10: SSL Required\r\n',
    'vmware-auth',
    'VMware Authentication Daemon',
    '1.10',
  ],
  ['<<<check_mk>>>\nVersion: 2.1.0p10\n', 'checkmk-agent', 'Checkmk agent', '2.1.0p10'],
  [
    '>INFO:OpenVPN Management Interface Version 5 -- type help\r\n',
    'openvpn-management',
    'OpenVPN',
    '5',
  ],
  [':irc.example NOTICE * :*** Looking up your hostname\r\n', 'irc'],
  ['\xff\0\0\0\0\0\0\0\x01\x7f', 'zmtp', 'ZeroMQ'],
  ['AMQP\x03\x01\0\0', 'amqp'],
  ['\x15\x03\x01\0\x02\x02\x0a', 'tls'],
];

const page = (head: string, body = ''): string => `HTTP/1.1 200 OK\r\n${head}\r\n\r\n${body}`;

const httpExamples: readonly Example[] = [
  [
    page('a: b', '{"version" : {"distribution" : "opensearch",\n "number" : "2.11.0"}}'),
    'opensearch',
    'OpenSearch',
    '2.11.0',
  ],
  [
    page('a: b', '{"version" : {"number" : "8.11.1"}, "tagline" : "You Know, for Search"}'),
    'elasticsearch',
    'Elasticsearch',
    '8.11.1',
  ],
  [
    'HTTP/1.1 401 x\r\nWWW-Authenticate: Basic realm="security", charset="UTF-8"\r\n\r\n{"type":"security_exception"}',
    'elasticsearch',
    'Elasticsearch',
  ],
  [page('kbn-version: 7.17.1'), 'http', 'Kibana', '7.17.1'],
  [page('kbn-name: box'), 'http', 'Kibana'],
  [
    'HTTP/1.1 403 Forbidden\r\n\r\n{"kind":"Status","apiVersion":"v1","reason":"Forbidden"}',
    'kubernetes',
    'Kubernetes API',
  ],
  [
    page('Server: CouchDB/3.3.2 (Erlang OTP/24)', '{"couchdb":"Welcome","version":"3.3.2"}'),
    'couchdb',
    'Apache CouchDB',
    '3.3.2',
  ],
  [page('Server: Docker/24.0.7 (linux)'), 'docker', 'Docker', '24.0.7'],
  [page('X-Influxdb-Version: v2.7.1'), 'influxdb', 'InfluxDB', '2.7.1'],
  [page('X-ClickHouse-Summary: {}'), 'clickhouse', 'ClickHouse'],
  [page('a: b', '{"neo4j_version" : "5.12.0"}'), 'neo4j', 'Neo4j', '5.12.0'],
  [page('X-Jenkins: 2.426.1\r\nServer: Jetty(10.0.17)'), 'http', 'Jenkins', '2.426.1'],
  [page('Server: CUPS/2.4 IPP/2.1'), 'ipp', 'CUPS', '2.4'],
  [page('Server: MinIO'), 'http', 'MinIO'],
  [page('X-Plex-Protocol: 1.0'), 'http', 'Plex Media Server'],
  [page('a: b', '<title>Consul by HashiCorp</title>'), 'consul', 'Consul'],
  [page('a: b', '<title>Vault</title>'), 'vault', 'Vault'],
  [page('X-Gitlab-Meta: {}\r\nServer: nginx'), 'http', 'GitLab'],
  [page('a: b', '<title>Grafana</title>'), 'http', 'Grafana'],
  [page('a: b', '<title>Prometheus Time Series</title>'), 'prometheus', 'Prometheus'],
  [
    page('a: b', '<title>Node Exporter</title><p>Version: (version=1.6.1, branch=HEAD)'),
    'node-exporter',
    'Prometheus node exporter',
    '1.6.1',
  ],
  [page('a: b', '<title>Node Exporter</title>'), 'node-exporter', 'Prometheus node exporter'],
  [page('Server: Cowboy', '<title>RabbitMQ Management</title>'), 'http', 'RabbitMQ Management'],
  [page('a: b', '<title>Home Assistant</title>'), 'http', 'Home Assistant'],
  [page('a: b', '<h3>Apache Tomcat/9.0.70</h3>'), 'http', 'Apache Tomcat', '9.0.70'],
  [page('Server: pve-api-daemon/3.0'), 'http', 'Proxmox VE', '3.0'],
  [page('Server: MiniServ/2.105'), 'http', 'Webmin', '2.105'],
  ['HTTP/1.1 302 x\r\nLocation: https://10.0.0.1/cgi-bin/luci/\r\n\r\n', 'http', 'OpenWrt LuCI'],
  [page('Server: Apache/2.4.57 (Debian)'), 'http', 'Apache httpd', '2.4.57'],
  [page('Server: Apache-Coyote/1.1'), 'http', 'Apache Tomcat'],
  [page('Server: Apache'), 'http', 'Apache httpd'],
  [page('Server: Microsoft-IIS/10.0'), 'http', 'Microsoft IIS', '10.0'],
  [page('Server: Microsoft-HTTPAPI/2.0'), 'http', 'Microsoft HTTPAPI', '2.0'],
  [page('Server: Jetty(9.4.48.v20220622)'), 'http', 'Jetty', '9.4.48.v20220622'],
  [page('Server: SimpleHTTP/0.6 Python/3.11.2'), 'http', 'Python http.server', '3.11.2'],
  [page('Server: Werkzeug/2.2.2 Python/3.11.2'), 'http', 'Werkzeug', '2.2.2'],
  [page('Server: TornadoServer/6.2'), 'http', 'Tornado', '6.2'],
  [page('Server: RomPager/4.07 UPnP/1.0'), 'http', 'RomPager', '4.07'],
  [page('Server: squid/5.7'), 'http-proxy', 'Squid', '5.7'],
  [page('Server: GoAhead-Webs'), 'http', 'GoAhead'],
  [page('Server: App-webs/'), 'http', 'Hikvision'],
  [page('Server: HP HTTP Server; HP LaserJet'), 'http', 'HP printer'],
  [page('Server: nginx/1.22.1'), 'http', 'nginx', '1.22.1'],
  [page('Server: cloudflare'), 'http', 'cloudflare'],
  [page('a: b'), 'http'],
];

const replyExamples: readonly Example[] = [
  ['HTTP/1.1 400 Bad Request\r\n\r\nThe plain HTTP request was sent to HTTPS port', 'https'],
  [
    '+PONG\r\n$99\r\n# Server\r\nredis_version:7.2.4\r\nserver_name:valkey\r\nvalkey_version:8.0.1\r\n',
    'redis',
    'Valkey',
    '8.0.1',
  ],
  ['+PONG\r\n$99\r\n# Server\r\nredis_version:7.0.15\r\n', 'redis', 'Redis', '7.0.15'],
  ['-NOAUTH Authentication required.\r\n', 'redis', 'Redis'],
  ["-ERR wrong number of arguments for 'get' command\r\n", 'redis'],
  ['VERSION 1.6.18\r\n', 'memcached', 'memcached', '1.6.18'],
  ['ERROR\r\nERROR\r\n', 'memcached'],
  [
    'HTTP/1.0 200 OK\r\n\r\nIt looks like you are trying to access MongoDB over HTTP on the native driver port.',
    'mongodb',
    'MongoDB',
  ],
  [
    'RTSP/1.0 200 OK\r\nCSeq: 1\r\nServer: Hipcam RealServer/V1.0\r\n\r\n',
    'rtsp',
    'Hipcam RealServer',
    '1.0',
  ],
  ['RTSP/1.0 200 OK\r\nCSeq: 1\r\n\r\n', 'rtsp'],
  ['SIP/2.0 200 OK\r\nServer: Asterisk PBX 18.10.0\r\n\r\n', 'sip', 'Asterisk', '18.10.0'],
  ['SIP/2.0 200 OK\r\nUser-Agent: Kamailio/5.6.3\r\n\r\n', 'sip', 'Kamailio', '5.6.3'],
  ['SIP/2.0 404 Not Found\r\n\r\n', 'sip'],
  ['Zookeeper version: 3.8.0-1, built on 2022\n', 'zookeeper', 'Apache ZooKeeper', '3.8.0'],
  ['srvr is not executed because it is not in the whitelist.\n', 'zookeeper', 'Apache ZooKeeper'],
  [
    'HTTP/1.1 200 OK\r\nST: upnp:rootdevice\r\nSERVER: Linux/3.4 UPnP/1.0 MiniUPnPd/1.9\r\n\r\n',
    'upnp',
    'MiniUPnPd',
    '1.9',
  ],
  ["<?xml version='1.0'?><stream:stream xmlns='jabber:client' id='1'>", 'xmpp'],
  ['AMQP\0\0\x09\x01', 'amqp'],
];

const dnsExamples: readonly Example[] = [
  ['dnsmasq-2.90', 'domain', 'dnsmasq', '2.90'],
  ['unbound 1.17.1', 'domain', 'Unbound', '1.17.1'],
  ['PowerDNS Authoritative Server 4.7.3 (built)', 'domain', 'PowerDNS', '4.7.3'],
  ['Microsoft DNS 6.1.7601', 'domain', 'Microsoft DNS', '6.1.7601'],
  ['NSD 4.6.1', 'domain', 'NSD', '4.6.1'],
  ['Knot DNS 3.2.6', 'domain', 'Knot DNS', '3.2.6'],
  ['CoreDNS-1.11.1', 'domain', 'CoreDNS', '1.11.1'],
  ['9.18.28-1~deb12u2-Debian', 'domain', 'ISC BIND', '9.18.28-1'],
];

const sets: readonly [string, readonly Rule[], readonly Example[]][] = [
  ['greetings', greetings, greetingExamples],
  ['answers in HTTP', httpRules, httpExamples],
  ['other answers', ownReplies, replyExamples],
  ['versions of name servers', dnsRules, dnsExamples],
];

test.each(sets)('%s are read as they are meant', (_, rules, examples) => {
  for (const [heard, service, product, version] of examples) {
    const expected = { service, ...(product && { product }), ...(version && { version }) };
    expect({ heard, told: readBy(rules, heard) }).toEqual({ heard, told: expected });
  }
});

test.each(sets)(
  'each rule for %s has an example that it is the first to fit',
  (_, rules, examples) => {
    const firsts = new Set(
      examples.map(([heard]) => rules.find(({ pattern }) => pattern.test(heard))),
    );
    expect(rules.filter((rule) => !firsts.has(rule))).toEqual([]);
  },
);

test('there are more than a hundred rules, and none holds a text up, however it is made', () => {
  const all = sets.flatMap(([, rules]) => rules);
  expect(all.length).toBeGreaterThan(100);
  const bits = all.map(({ pattern }) =>
    pattern.source.replaceAll(/\\r|\\n|[\^$?*+()|\\[\]{}]/g, ' '),
  );
  const hostile = fc
    .array(fc.constantFrom(...bits, '220 ', 'Server: ', '\r\n', ' ', '\0', 'a', '"'), {
      minLength: 1,
      maxLength: 4,
    })
    .map((parts) => parts.join('').repeat(400).slice(0, 4096));
  fc.assert(
    fc.property(hostile, (text) => {
      const start = performance.now();
      for (const [, rules] of sets) readBy(rules, text);
      // A pattern that backtracks takes minutes; a busy machine takes milliseconds.
      return performance.now() - start < 1000;
    }),
    { numRuns: 60 },
  );
});
