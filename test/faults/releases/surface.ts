import type { Client } from 'pg';

type Column = { name: string; type: string; needed: boolean };
type Routine = {
  name: string;
  /** Types of its arguments, in order. */
  args: string[];
  /** How many arguments a caller has to give. */
  needed: number;
  returns: string;
};
/** What code can see of a schema: columns by table or view, and functions. */
export type Surface = {
  readonly columns: ReadonlyMap<string, readonly Column[]>;
  readonly routines: readonly Routine[];
};

export const surfaceOf = async (client: Client): Promise<Surface> => {
  const columns = await client.query<Column & { relation: string }>(
    `select c.relname as relation, a.attname as name, format_type(a.atttypid, a.atttypmod) as type,
            a.attnotnull and not a.atthasdef and a.attidentity = '' and a.attgenerated = '' as needed
       from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'v') order by 1, a.attnum`,
  );
  const routines = await client.query<Routine>(
    `select proname as name, array(select format_type(t, null) from unnest(proargtypes) t) as args,
            pronargs - pronargdefaults as needed, pg_get_function_result(oid) as returns
       from pg_proc where pronamespace = 'public'::regnamespace order by 1, 2`,
  );
  return {
    columns: Map.groupBy(columns.rows, ({ relation }) => relation),
    routines: routines.rows,
  };
};

const lostColumns = (before: Surface, after: Surface): string[] =>
  [...before.columns].flatMap(([relation, columns]) => {
    const now = after.columns.get(relation) ?? [];
    const lost = columns.filter(
      ({ name, type }) => !now.some((column) => column.name === name && column.type === type),
    );
    return lost.map(({ name, type }) => `${relation}.${name} (${type}) is not there`);
  });

/** An old insert does not give them. */
const neededColumns = (before: Surface, after: Surface): string[] =>
  [...after.columns].flatMap(([relation, columns]) => {
    const known = before.columns.get(relation);
    if (known === undefined) return [];
    return columns
      .filter(({ name, needed }) => needed && !known.some((old) => old.name === name && old.needed))
      .map(({ name }) => `${relation}.${name} has to be given`);
  });

/** Further columns of a result do not disturb who asks for those that were there. */
const givesAsMuch = (old: string, now: string): boolean =>
  now === old || (old.startsWith('TABLE(') && now.startsWith(`${old.slice(0, -1)}, `));

const mayBeCalledAs = (old: Routine, now: Routine): boolean =>
  now.name === old.name &&
  givesAsMuch(old.returns, now.returns) &&
  now.needed <= old.needed &&
  old.args.every((type, i) => now.args[i] === type);

const lostRoutines = (before: Surface, after: Surface): string[] =>
  before.routines
    .filter((old) => !after.routines.some((now) => mayBeCalledAs(old, now)))
    .map(({ name, args }) => `${name}(${args.join(', ')}) cannot be called as before`);

/** What code written for one schema cannot rely on in another. */
export const contractions = (before: Surface, after: Surface): string[] => [
  ...lostColumns(before, after),
  ...neededColumns(before, after),
  ...lostRoutines(before, after),
];
