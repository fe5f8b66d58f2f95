import type { AuditEntry, Exclusion, Scope, Token } from '#client/api.d.ts';
import { printableJson } from '#shared/domain/printable.ts';
import { type Cell, type Column, columns, inLine } from './columns.ts';
import { formatCount } from './format.ts';
import { formatInstant } from './instant.ts';
import type { Paint } from './paint.ts';

const LONGEST = 60;

/** A table of one row an item. */
const tableOf =
  <T>(heads: readonly Column[], rowOf: (item: T) => Cell[]) =>
  (paint: Paint) => {
    const table = columns(heads, paint);
    return { add: (items: readonly T[]): string => table.add(items.map(rowOf)) };
  };

const endOf = (instant: string | null): string =>
  instant === null ? 'never' : formatInstant(instant);
const mostOf = (value: number | null): string => (value === null ? '-' : formatCount(value));

export const scopeTable = tableOf<Scope>(
  [
    { title: 'SCOPE', align: 'right' },
    { title: 'CIDR' },
    { title: 'NAME' },
    { title: 'OWNER' },
    { title: 'REASON' },
    { title: 'EXPIRES (UTC)' },
    { title: 'ADDRESSES', align: 'right' },
    { title: 'PROBES', align: 'right' },
    { title: 'RATE', align: 'right' },
  ],
  (scope) => [
    String(scope.id),
    scope.cidr,
    scope.name,
    scope.owner,
    inLine(scope.reason, LONGEST),
    endOf(scope.expires_at),
    mostOf(scope.max_addresses),
    mostOf(scope.max_probes),
    mostOf(scope.rate),
  ],
);

export const exclusionTable = tableOf<Exclusion>(
  [
    { title: 'EXCLUSION', align: 'right' },
    { title: 'CIDR' },
    { title: 'SINCE (UTC)' },
    { title: 'REASON' },
  ],
  ({ id, cidr, created_at, reason }) => [String(id), cidr, formatInstant(created_at), reason],
);

export const tokenTable = tableOf<Token>(
  [
    { title: 'TOKEN', align: 'right' },
    { title: 'ROLE' },
    { title: 'LABEL' },
    { title: 'OWNER' },
    { title: 'SCOPES' },
    { title: 'EXPIRES (UTC)' },
    { title: 'LAST USED (UTC)' },
  ],
  (token) => [
    String(token.id),
    token.role,
    token.label,
    token.owner,
    inLine(token.scopes.join(', '), LONGEST) || 'none',
    endOf(token.expires_at),
    formatInstant(token.last_used_at),
  ],
);

export const auditTable = tableOf<AuditEntry>(
  [
    { title: 'ENTRY', align: 'right' },
    { title: 'WHEN (UTC)' },
    { title: 'WHO' },
    { title: 'DID' },
    { title: 'TO' },
    { title: 'FROM' },
    { title: 'DETAIL' },
  ],
  ({ id, at, principal, action, object, ip, detail }) => [
    String(id),
    formatInstant(at),
    principal,
    action,
    object,
    ip ?? '-',
    inLine(printableJson(detail), LONGEST),
  ],
);
