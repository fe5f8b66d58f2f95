import { printable } from './printable.ts';
import type { WireHost, WirePort } from './wire.ts';

/** Hosts for a spreadsheet: RFC 4180 with a head, safe to open; control characters are shown as \xHH. */

/** What a spreadsheet would take for a formula, in the full-width forms too, also behind spaces. */
const FORMULA = /^(?:\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|[\t\r])/;

type Value = string | number | null | undefined;

/** Each cell in quotes; text that a spreadsheet would work out gets a ' before it, and stays what it is. */
const cell = (value: Value): string => {
  if (typeof value === 'number') return `"${value}"`;
  const text = value ?? '';
  const mark = FORMULA.test(text) ? "'" : '';
  return `"${mark}${printable(text).replaceAll('"', '""')}"`;
};

type Row = { readonly host: WireHost; readonly port: Partial<WirePort>; readonly note?: string };

const COLUMNS: Readonly<Record<string, (row: Row) => Value>> = {
  ip: ({ host }) => host.ip,
  hostname: ({ host }) => host.hostname,
  mac: ({ host }) => host.mac,
  vendor: ({ host }) => host.vendor,
  port: ({ port }) => port.port,
  protocol: ({ port }) => port.protocol,
  state: ({ port }) => port.state,
  reason: ({ port }) => port.reason,
  rtt_ms: ({ port }) => port.rtt_ms,
  attempts: ({ port }) => port.attempts,
  service: ({ port }) => port.service,
  product: ({ port }) => port.product,
  version: ({ port }) => port.version,
  note: ({ note }) => note,
  first_seen: ({ host }) => host.first_seen,
  last_seen: ({ host }) => host.last_seen,
  last_checked: ({ host }) => host.last_checked,
};

const line = (cells: readonly Value[]): string => `${cells.map(cell).join(',')}\r\n`;

/** A port a row; a host whose ports are not listed has one row without a port. */
const rowsOf = (host: WireHost): Row[] => {
  const { answers_everything: all, ports } = host;
  if (all !== undefined) {
    const note = `answers everything: ${all.open} of ${all.asked} in ${all.network}`;
    return [{ host, port: { state: 'open' }, note }];
  }
  return ports.length === 0 ? [{ host, port: {} }] : ports.map((port) => ({ host, port }));
};

export const csvHead = (): string => line(Object.keys(COLUMNS));

/** The rows of a host. */
export const csvOf = (host: WireHost): string =>
  rowsOf(host)
    .map((row) => line(Object.values(COLUMNS).map((value) => value(row))))
    .join('');
