import type { Change } from './change.ts';

/** Changes as people read them, where there is no room for JSON. */

const MOST_PORTS = 10;

const textOf = (value: unknown): string => {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'object') return String(value);
  if ('open' in value && Array.isArray(value.open)) return portsOf(value.open);
  return Object.values(value)
    .filter((member) => typeof member === 'string')
    .join(' ');
};

const portsOf = (open: readonly unknown[]): string => {
  const more = open.length > MOST_PORTS ? ` and ${open.length - MOST_PORTS} more` : '';
  return open.length === 0 ? '' : `${open.slice(0, MOST_PORTS).join(' ')}${more}`;
};

/** One line, such as `high port-opened 10.2.0.7 5432/tcp: postgresql PostgreSQL 16`. */
export const lineOf = ({ severity, kind, ip, protocol, port, before, after }: Change): string => {
  const where = port === null ? ip : `${ip} ${port}/${protocol}`;
  const [was, is] = [textOf(before), textOf(after)];
  const what = was !== '' && is !== '' ? `${was} -> ${is}` : was + is;
  return what === '' ? `${severity} ${kind} ${where}` : `${severity} ${kind} ${where}: ${what}`;
};
