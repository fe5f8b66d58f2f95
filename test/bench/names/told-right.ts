import type { HostFindings, IdentifiedPort } from '#shared/domain/observation.ts';
import { vendorOf } from '#shared/identify/vendor.ts';

type Truth = ReadonlyMap<string, string>;
/** Facts that were there to learn, and those learnt right; what was said that is not true. */
export type Verdict = {
  readonly there: number;
  readonly right: number;
  readonly wrong: readonly string[];
};

/** How our rules call what the bed's banners call otherwise; the version is the first number in them. */
const PRODUCTS: readonly (readonly [text: RegExp, product: string | undefined])[] = [
  [/^OpenSSH/, 'OpenSSH'],
  [/^dropbear/, 'Dropbear'],
  [/^nginx/, 'nginx'],
  [/^Apache/, 'Apache httpd'],
  [/^Microsoft-IIS/, 'Microsoft IIS'],
  [/^lighttpd/, 'lighttpd'],
  [/vsFTPd/, 'vsftpd'],
  [/ProFTPD/, 'ProFTPD'],
  [/FileZilla/, 'FileZilla Server'],
  [/Postfix/, 'Postfix'],
  [/Exim/, 'Exim'],
  [/Sendmail/, 'Sendmail'],
  [/MariaDB/, 'MariaDB'],
  [/^(?:8|5)\.\d+\.\d+/, 'MySQL'],
  [/^dnsmasq/, 'dnsmasq'],
  [/^9\.\d+/, 'ISC BIND'],
  [/^(?:PONG|NOAUTH)$/, 'Redis'],
];
const PORT_OF: Readonly<Record<string, readonly number[]>> = {
  ssh: [22],
  ftp: [21],
  smtp: [25],
  mysql: [3306],
  redis: [6379],
  server: [80, 8080],
  title: [80, 8080],
  bind: [53],
};

const isProductOf = (text: string, { product, version }: IdentifiedPort): boolean => {
  const [, expected] = PRODUCTS.find(([pattern]) => pattern.test(text)) ?? [];
  const told = text.replace(/^.*example\.net/, '').match(/\d+\.[\w.]*\d\w*/)?.[0];
  return product === expected && (told === undefined || (version?.startsWith(told) ?? false));
};

const isTold = (key: string, value: string, port: IdentifiedPort): boolean =>
  key === 'title' ? port.http?.title === value : isProductOf(value, port);

const portFact = (key: string, value: string, { observations }: HostFindings): boolean | null => {
  const ports = observations.filter(({ port }) => PORT_OF[key]?.includes(port));
  return PORT_OF[key] === undefined ? null : ports.every((port) => isTold(key, value, port));
};

const NAMES: Readonly<Record<string, string>> = {
  netbios: 'netbios',
  sysname: 'snmp',
  mdns: 'mdns',
};

const hostFact = (key: string, value: string, { identity }: HostFindings): boolean | null => {
  const source = NAMES[key];
  if (source)
    return identity?.names.some((one) => one.source === source && one.name === value) ?? false;
  if (key === 'mac') return identity?.mac === value && identity.vendor === vendorOf(value);
  return key === 'sysdescr' ? identity?.description === value : null;
};

/** Every name that is the host's own. */
const ownNames = (truth: Truth): string[] => [
  ...['netbios', 'sysname', 'mdns'].flatMap((key) => truth.get(key) ?? []),
  ...(truth.get('smtp')?.split(' ', 1) ?? []),
];

const falseNames = (truth: Truth, { identity }: HostFindings): string[] =>
  [identity?.hostname, ...(identity?.names.map(({ name }) => name) ?? [])].filter(
    (name) => name != null && !ownNames(truth).includes(name),
  ) as string[];

const isInvented = (truth: Truth, { identity }: HostFindings): string[] => [
  ...(identity?.mac && truth.get('mac') !== identity.mac ? [`MAC ${identity.mac}`] : []),
  ...(identity?.workgroup && !truth.has('netbios') ? [`workgroup ${identity.workgroup}`] : []),
];

/** Holds what was learnt of a host against what is there. */
export const verdictOn = (truth: Truth, found: HostFindings): Verdict => {
  const facts = [...truth].flatMap(([key, value]) => {
    const isRight = portFact(key, value, found) ?? hostFact(key, value, found);
    return isRight === null ? [] : [{ key, isRight }];
  });
  return {
    there: facts.length,
    right: facts.filter(({ isRight }) => isRight).length,
    wrong: [
      ...facts.filter(({ isRight }) => !isRight).map(({ key }) => `no ${key} ${truth.get(key)}`),
      ...falseNames(truth, found).map((name) => `false name ${name}`),
      ...isInvented(truth, found),
    ],
  };
};
