import type { DebianServer } from './server.ts';

const certificate = (name: string): string =>
  `openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=${name} -addext subjectAltName=DNS:${name} \
-keyout $FOLDER/key.pem -out $FOLDER/cert.pem 2>&1`;

const web: readonly DebianServer[] = [
  {
    package: 'nginx-light',
    protocol: 'tcp',
    port: 443,
    before: certificate('shop.example.net'),
    conf: `daemon off; pid $FOLDER/pid; error_log stderr; events {}
      http { access_log off; server { listen $ADDRESS:443 ssl; ssl_certificate $FOLDER/cert.pem; ssl_certificate_key $FOLDER/key.pem; } }`,
    command: 'nginx -c $FOLDER/conf',
    expects: { service: 'https', product: 'nginx' },
    versionTold: true,
    host: { hostname: 'shop.example.net' },
  },
  {
    package: 'apache2',
    protocol: 'tcp',
    port: 80,
    conf: `ServerRoot /etc/apache2\nLoadModule mpm_event_module /usr/lib/apache2/modules/mod_mpm_event.so
      LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
      Listen $ADDRESS:80\nServerName web\nPidFile $FOLDER/pid\nErrorLog $FOLDER/log\nDocumentRoot $FOLDER`,
    command: 'apache2 -D FOREGROUND -f $FOLDER/conf',
    expects: { service: 'http', product: 'Apache httpd' },
    versionTold: true,
  },
  {
    package: 'lighttpd',
    protocol: 'tcp',
    port: 80,
    conf: 'server.bind = "$ADDRESS"\nserver.port = 80\nserver.document-root = "$FOLDER"',
    command: 'lighttpd -D -f $FOLDER/conf',
    expects: { service: 'http', product: 'lighttpd' },
    versionTold: true,
  },
  {
    package: 'squid',
    protocol: 'tcp',
    port: 3128,
    before: 'chown proxy $FOLDER',
    conf: `http_port $ADDRESS:3128\nvisible_hostname proxy\npid_filename none\ncache_log $FOLDER/log\naccess_log none
      coredump_dir $FOLDER`,
    command: 'squid -N -f $FOLDER/conf',
    expects: { service: 'http-proxy', product: 'Squid' },
    versionTold: true,
  },
];

const stores: readonly DebianServer[] = [
  {
    package: 'redis-server',
    protocol: 'tcp',
    port: 6379,
    command: "redis-server --bind $ADDRESS --dir $FOLDER --save ''",
    expects: { service: 'redis', product: 'Redis' },
    versionTold: true,
  },
  {
    package: 'memcached',
    protocol: 'tcp',
    port: 11_211,
    command: 'memcached -u nobody -l $ADDRESS -U 0',
    expects: { service: 'memcached', product: 'memcached' },
    versionTold: true,
  },
  {
    package: 'mariadb-server',
    protocol: 'tcp',
    port: 3306,
    before: 'chown mysql $FOLDER && mariadb-install-db --user=mysql --datadir=$FOLDER/data',
    command:
      'mariadbd --no-defaults --user=mysql --datadir=$FOLDER/data --bind-address=$ADDRESS --socket=$FOLDER/socket --pid-file=$FOLDER/pid',
    expects: { service: 'mysql', product: 'MariaDB' },
    versionTold: true,
  },
  {
    package: 'postgresql',
    protocol: 'tcp',
    port: 5432,
    before:
      'chown postgres $FOLDER && runuser -u postgres -- $(echo /usr/lib/postgresql/*/bin/initdb) -D $FOLDER/data',
    command:
      'runuser -u postgres -- $(echo /usr/lib/postgresql/*/bin/postgres) -D $FOLDER/data -h $ADDRESS -k $FOLDER',
    expects: { service: 'postgresql', product: 'PostgreSQL' },
  },
  {
    package: 'slapd',
    protocol: 'tcp',
    port: 389,
    command: 'slapd -d 0 -h ldap://$ADDRESS -F /etc/ldap/slapd.d -u openldap -g openldap',
    expects: { service: 'ldap', product: 'OpenLDAP' },
  },
];

const remote: readonly DebianServer[] = [
  {
    package: 'openssh-server',
    protocol: 'tcp',
    port: 22,
    before: "mkdir -p /run/sshd && ssh-keygen -q -t ed25519 -N '' -f $FOLDER/key",
    command:
      '/usr/sbin/sshd -D -e -f /dev/null -h $FOLDER/key -o ListenAddress=$ADDRESS -o PidFile=none',
    expects: { service: 'ssh', product: 'OpenSSH' },
    fingerprint: "ssh-keygen -lf $FOLDER/key.pub | cut -d' ' -f2",
    versionTold: true,
  },
  {
    package: 'dropbear-bin',
    protocol: 'tcp',
    port: 22,
    before: 'dropbearkey -t rsa -s 4096 -f $FOLDER/key',
    command: 'dropbear -F -E -r $FOLDER/key -P $FOLDER/pid -p $ADDRESS:22',
    expects: { service: 'ssh', product: 'Dropbear' },
    fingerprint: "dropbearkey -y -f $FOLDER/key | grep ^ssh- | ssh-keygen -lf - | cut -d' ' -f2",
    versionTold: true,
  },
  {
    package: 'vsftpd',
    protocol: 'tcp',
    port: 21,
    conf: `listen=YES\nlisten_ipv6=NO\nlisten_address=$ADDRESS\nbackground=NO\nsecure_chroot_dir=$FOLDER
seccomp_sandbox=NO\n`,
    command: 'vsftpd $FOLDER/conf',
    expects: { service: 'ftp', product: 'vsftpd' },
    versionTold: true,
  },
];

const mail: readonly DebianServer[] = [
  {
    package: 'exim4-daemon-light',
    protocol: 'tcp',
    port: 25,
    before: 'mkdir $FOLDER/spool && chown Debian-exim $FOLDER/spool',
    conf: `primary_hostname = mail.example.net\nlocal_interfaces = $ADDRESS\nlog_file_path = $FOLDER/spool/%s\nspool_directory = $FOLDER/spool
host_lookup =\nrfc1413_query_timeout = 0s`,
    command: 'exim4 -C $FOLDER/conf -bdf',
    expects: { service: 'smtp', product: 'Exim' },
    versionTold: true,
    host: { hostname: 'mail.example.net' },
  },
  {
    package: 'dovecot-imapd',
    protocol: 'tcp',
    port: 143,
    conf: 'protocols = imap\nlisten = $ADDRESS\nbase_dir = $FOLDER/run\nssl = no\nlog_path = /dev/stderr\nmail_location = maildir:~/mail\npassdb {\n driver = passwd-file\n args = /dev/null\n}\nuserdb {\n driver = passwd\n}',
    command: 'dovecot -F -c $FOLDER/conf',
    expects: { service: 'imap', product: 'Dovecot' },
  },
  {
    package: 'mosquitto',
    protocol: 'tcp',
    port: 1883,
    conf: 'listener 1883 $ADDRESS\nallow_anonymous true\nuser root',
    command: 'mosquitto -c $FOLDER/conf',
    expects: { service: 'mqtt', product: 'Mosquitto' },
    versionTold: true,
  },
];

const names: readonly DebianServer[] = [
  {
    package: 'bind9',
    protocol: 'udp',
    port: 53,
    // It listens at addresses of interfaces alone.
    before: 'chown bind $FOLDER && ip addr add $ADDRESS/32 dev lo',
    conf: `options { directory "$FOLDER"; listen-on { $ADDRESS; }; listen-on-v6 { none; }; pid-file none; recursion no;
      session-keyfile "$FOLDER/key"; managed-keys-directory "$FOLDER"; dnssec-validation no; }; controls {};`,
    command: 'named -f -u bind -c $FOLDER/conf',
    expects: { service: 'domain', product: 'ISC BIND' },
    versionTold: true,
  },
  {
    package: 'dnsmasq-base',
    protocol: 'udp',
    port: 53,
    command:
      'dnsmasq -k -C /dev/null --listen-address=$ADDRESS --bind-interfaces --no-resolv --no-hosts --user=root --pid-file=$FOLDER/pid',
    expects: { service: 'domain', product: 'dnsmasq' },
    versionTold: true,
  },
  {
    package: 'unbound',
    protocol: 'tcp',
    port: 53,
    conf: 'server:\n interface: $ADDRESS\n chroot: ""\n username: ""\n do-daemonize: no\n use-syslog: no\n pidfile: ""\n directory: "$FOLDER"\n access-control: 127.0.0.0/8 allow\nremote-control:\n control-enable: no',
    command: 'unbound -d -c $FOLDER/conf',
    expects: { service: 'domain', product: 'Unbound' },
    versionTold: true,
  },
  {
    package: 'snmpd',
    protocol: 'udp',
    port: 161,
    conf: 'rocommunity public\nsysName gate.example.net\nsysDescr A gate to nowhere',
    command: 'snmpd -f -Lo -C -c $FOLDER/conf -p $FOLDER/pid udp:$ADDRESS:161',
    host: { hostname: 'gate.example.net', description: 'A gate to nowhere' },
  },
  {
    package: 'samba',
    protocol: 'udp',
    port: 137,
    // It serves no loopback.
    address: '10.254.1.1',
    before:
      'ip link add lan type veth peer name other && ip addr add 10.254.1.1/24 brd + dev lan && ip link set lan up && ip link set other up',
    conf: `[global]\nnetbios name = FILES\nworkgroup = LAB\npid directory = $FOLDER\nlock directory = $FOLDER\nstate directory = $FOLDER
cache directory = $FOLDER\nprivate dir = $FOLDER\nlog file = $FOLDER/log\nncalrpc dir = $FOLDER/rpc`,
    command: 'nmbd --foreground --no-process-group --configfile=$FOLDER/conf',
    host: { hostname: 'FILES', workgroup: 'LAB', mac: null, vendor: null },
  },
];

export const servers: readonly DebianServer[] = [...remote, ...web, ...stores, ...mail, ...names];
