import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { expect } from 'vitest';

/** What nmap's document type says of the elements that we write: their children in order, and their attributes. */
type Rule = {
  /** A regular expression over the names of the children, each followed by a comma. */
  readonly content: RegExp;
  readonly required?: readonly string[];
  readonly optional?: readonly string[];
  /** Attributes that have one of a few values, or of a form. */
  readonly values?: Readonly<Record<string, RegExp>>;
};

const NUMBER = /^\d+$/;
const rules: Readonly<Record<string, Rule>> = {
  nmaprun: {
    content: /^(scaninfo,)*verbose,debugging,(host,)*runstats,$/,
    required: ['scanner', 'version', 'xmloutputversion'],
    optional: ['args', 'start', 'startstr'],
    values: { scanner: /^nmap$/, start: NUMBER },
  },
  scaninfo: {
    content: /^$/,
    required: ['type', 'protocol', 'numservices', 'services'],
    values: {
      type: /^(?:connect|syn|udp)$/,
      protocol: /^(?:ip|tcp|udp|sctp)$/,
      numservices: NUMBER,
    },
  },
  verbose: { content: /^$/, optional: ['level'] },
  debugging: { content: /^$/, optional: ['level'] },
  host: {
    content: /^status,address,(address,|hostnames,|ports,)*(times,)?$/,
    optional: ['starttime', 'endtime', 'comment'],
    values: { starttime: NUMBER, endtime: NUMBER },
  },
  status: {
    content: /^$/,
    required: ['state', 'reason', 'reason_ttl'],
    values: { state: /^(?:up|down|unknown|skipped)$/ },
  },
  address: {
    content: /^$/,
    required: ['addr', 'addrtype'],
    optional: ['vendor'],
    values: { addrtype: /^(?:ipv4|ipv6|mac)$/ },
  },
  hostnames: { content: /^(hostname,)*$/ },
  hostname: {
    content: /^$/,
    optional: ['name', 'type'],
    values: { type: /^(?:user|PTR)$/ },
  },
  ports: { content: /^(extraports,)*(port,)*$/ },
  extraports: {
    content: /^(extrareasons,)*$/,
    required: ['state', 'count'],
    values: { count: NUMBER },
  },
  port: {
    content: /^state,(owner,)?(service,)?(script,)*$/,
    required: ['protocol', 'portid'],
    values: { protocol: /^(?:ip|tcp|udp|sctp)$/, portid: NUMBER },
  },
  state: { content: /^$/, required: ['state', 'reason', 'reason_ttl'] },
  service: {
    content: /^(cpe,)*$/,
    required: ['name', 'conf', 'method'],
    optional: ['product', 'version', 'extrainfo', 'tunnel', 'hostname', 'ostype'],
    values: { conf: /^(?:10|[0-9])$/, method: /^(?:table|probed)$/ },
  },
  runstats: { content: /^finished,hosts,$/ },
  finished: {
    content: /^$/,
    required: ['time'],
    optional: ['timestr', 'elapsed', 'summary', 'exit', 'errormsg'],
    values: { time: NUMBER, exit: /^(?:error|success)$/ },
  },
  hosts: {
    content: /^$/,
    required: ['total'],
    optional: ['up', 'down'],
    values: { up: NUMBER, down: NUMBER, total: NUMBER },
  },
};

/** An element as the reader keeps it in order: its name with its children, and `:@` with its attributes. */
type Node = Readonly<Record<string, unknown>>;
const nameOf = (node: Node): string => Object.keys(node).find((key) => key !== ':@') ?? '';

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseAttributeValue: false,
  trimValues: true,
});

const check = (node: Node): void => {
  const name = nameOf(node);
  const rule = rules[name];
  if (rule === undefined) throw new Error(`nmap has no element ${name}`);
  const children = (node[name] as Node[]).filter((child) => nameOf(child) !== '#text');
  expect(children.map((child) => `${nameOf(child)},`).join('')).toMatch(rule.content);
  const attributes = (node[':@'] ?? {}) as Record<string, string>;
  const { required = [], optional = [], values = {} } = rule;
  expect(Object.keys(attributes)).toEqual(expect.arrayContaining([...required]));
  for (const [key, value] of Object.entries(attributes)) {
    expect([...required, ...optional]).toContain(key);
    if (values[key]) expect(value).toMatch(values[key]);
  }
  children.forEach(check);
};

/** Fails unless the text is one well-formed document as nmap's document type has it. */
export const expectNmapDocument = (xml: string): void => {
  expect(XMLValidator.validate(xml)).toBe(true);
  const roots = (parser.parse(xml) as Node[]).filter(
    (node) => !nameOf(node).startsWith('?') && nameOf(node) !== '#text',
  );
  expect(roots.map(nameOf)).toEqual(['nmaprun']);
  roots.forEach(check);
};

const reader = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  isArray: (name) =>
    ['host', 'port', 'address', 'hostname', 'extraports', 'scaninfo'].includes(name),
});

export type NmapHost = {
  readonly comment?: string;
  readonly address: readonly { addr: string; addrtype: string; vendor?: string }[];
  readonly hostnames?: { readonly hostname: readonly { name: string }[] };
  readonly ports: {
    readonly extraports?: readonly { state: string; count: string }[];
    readonly port?: readonly {
      protocol: string;
      portid: string;
      state: { state: string; reason: string };
      service?: { name: string; product?: string };
    }[];
  };
};

/** What a program that reads nmap's output gets of it. */
export const readNmap = (xml: string) =>
  (
    reader.parse(xml) as {
      nmaprun: {
        args: string;
        host?: NmapHost[];
        runstats: { hosts: { up: string; down: string; total: string } };
      };
    }
  ).nmaprun;
