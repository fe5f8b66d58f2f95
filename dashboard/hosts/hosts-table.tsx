import { useRef } from 'preact/hooks';
import { t } from '#dashboard/i18n/locale.ts';
import { type HostFilter, isDown, keyOf, type SortKey } from './host-filter.ts';
import type { HostRow } from './host-row.ts';
import { HostTableRow } from './host-table-row.tsx';
import { useVirtualRows } from './use-virtual-rows.ts';
import './hosts-table.css';

type Props = {
  readonly rows: readonly HostRow[];
  readonly filter: HostFilter;
  readonly onChange: (part: Partial<HostFilter>) => void;
};

/** As hosts-table.css has it: all rows are of one height, so that the place of each is known. */
const ROW_PX = 36;

const COLUMNS: readonly (readonly [SortKey, 'address' | 'name' | 'open' | 'vendor' | 'seen'])[] = [
  ['ip', 'address'],
  ['name', 'name'],
  ['open', 'open'],
  ['vendor', 'vendor'],
  ['seen', 'seen'],
];

const ARROWS = { ascending: ' ↑', descending: ' ↓' } as const;

const orderOf = (sort: HostFilter['sort'], key: SortKey) => {
  if (keyOf(sort) !== key) return undefined;
  return isDown(sort) ? 'descending' : 'ascending';
};

const Head = ({ filter, onChange }: Omit<Props, 'rows'>) => (
  <thead>
    <tr>
      {COLUMNS.map(([key, name]) => {
        const order = orderOf(filter.sort, key);
        const next = order === 'ascending' ? (`-${key}` as const) : key;
        return (
          <th key={key} scope="col" aria-sort={order} class={`column-${key}`}>
            <button type="button" class="sort" onClick={() => onChange({ sort: next })}>
              {t(`hosts.${name}`)}
              <span aria-hidden="true">{order && ARROWS[order]}</span>
            </button>
          </th>
        );
      })}
    </tr>
  </thead>
);

/** Room for rows that are not drawn. */
const Gap = ({ height }: { readonly height: number }) =>
  height <= 0 ? null : (
    <tr class="gap">
      <td colSpan={COLUMNS.length} style={{ height: `${height}px` }} />
    </tr>
  );

export const HostsTable = ({ rows, filter, onChange }: Props) => {
  const scroller = useRef<HTMLDivElement>(null);
  const seen = useVirtualRows(scroller, rows.length, ROW_PX);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard.
    <section ref={scroller} class="card hosts-scroller" tabIndex={0} aria-label={t('hosts.title')}>
      <table class="hosts" aria-rowcount={rows.length + 1}>
        <Head filter={filter} onChange={onChange} />
        <tbody>
          <Gap height={seen.before} />
          {seen.rows.map(({ index }) => {
            const row = rows[index];
            return row && <HostTableRow key={row.host.ip} row={row} place={index + 2} />;
          })}
          <Gap height={seen.after} />
        </tbody>
      </table>
    </section>
  );
};
