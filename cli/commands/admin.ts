import type { Client, NewExclusion, NewScope, NewToken } from '#cli/client.ts';
import type { ReachFlags } from '#cli/reach.ts';
import { type Shell, say } from '#cli/shell.ts';
import { auditTable, exclusionTable, scopeTable, tokenTable } from '#cli/view/admin-tables.ts';
import { writeJson } from '#cli/view/json-document.ts';
import { type Paint, paintFor } from '#cli/view/paint.ts';
import { printable, printableJson } from '#shared/domain/printable.ts';
import { withClient } from './with-client.ts';
import { writeList } from './write-list.ts';

export type Flags = ReachFlags & { readonly json?: boolean };

type Listed<T> = {
  readonly name: string;
  readonly pages: (client: Client) => AsyncIterable<readonly T[]>;
  readonly tableFor: (paint: Paint) => { add(items: readonly T[]): string };
};

/** Lists what there is of something. */
const listing =
  <T>({ name, pages, tableFor }: Listed<T>) =>
  ({ json, ...flags }: Flags, shell: Shell) =>
    withClient(flags, shell, (client) => {
      const table = tableFor(paintFor(shell.out));
      return writeList(shell.out, { name, pages: pages(client), table }, json);
    });

type Added<Body, T> = {
  readonly add: (client: Client, body: Body) => Promise<T>;
  readonly tableFor: (paint: Paint) => { add(items: readonly T[]): string };
};

/** Adds one of something, and shows it. */
const adding =
  <Body, T>({ add, tableFor }: Added<Body, T>) =>
  (body: Body, { json, ...flags }: Flags, shell: Shell) =>
    withClient(flags, shell, async (client) => {
      const made = await add(client, body);
      if (json) return shell.out.write(`${printableJson(made)}\n`);
      await shell.out.write(tableFor(paintFor(shell.out)).add([made]));
    });

/** Takes some of something away, one after the other. */
const revoking =
  (what: string, revoke: (client: Client, id: number) => Promise<unknown>) =>
  (ids: readonly number[], { json, ...flags }: Flags, shell: Shell) =>
    withClient(flags, shell, async (client) => {
      const tell = async (id: number) => {
        if (!json) await shell.out.write(`${what} ${id} revoked\n`);
      };
      for (const id of ids) await revoke(client, id).then(() => tell(id));
      if (json) await writeJson(shell.out, { revoked: [ids] });
    });

export const scopes = {
  list: listing({ name: 'scopes', pages: (client) => client.scopes(), tableFor: scopeTable }),
  add: adding({
    add: (client, body: NewScope) => client.addScope(body),
    tableFor: scopeTable,
  }),
  revoke: revoking('scope', (client, id) => client.revokeScope(id)),
};

export const exclusions = {
  list: listing({
    name: 'exclusions',
    pages: (client) => client.exclusions(),
    tableFor: exclusionTable,
  }),
  add: adding({
    add: (client, body: NewExclusion) => client.addExclusion(body),
    tableFor: exclusionTable,
  }),
  revoke: revoking('exclusion', (client, id) => client.revokeExclusion(id)),
};

/** The secret alone goes to standard output: `token=$(netsweep tokens add …)`. */
const addToken = (body: NewToken, { json, ...flags }: Flags, shell: Shell) =>
  withClient(flags, shell, async (client) => {
    const made = await client.addToken(body);
    if (json) return shell.out.write(`${printableJson(made)}\n`);
    await say(shell, `token ${made.id}, ${made.role}; it is shown this once:`);
    await shell.out.write(`${printable(made.token)}\n`);
  });

export const tokens = {
  list: listing({ name: 'tokens', pages: (client) => client.tokens(), tableFor: tokenTable }),
  add: addToken,
  revoke: revoking('token', (client, id) => client.revokeToken(id)),
};

/** `netsweep audit`: who did what, the newest first. */
export const audit = listing({
  name: 'entries',
  pages: (client) => client.audit(),
  tableFor: auditTable,
});
