import { useMemo } from 'preact/hooks';
import { place, rewrite } from '#dashboard/app/location.ts';
import { linkTo } from '#dashboard/app/route.ts';
import { Button } from '#dashboard/components/button.tsx';
import { Empty } from '#dashboard/components/empty.tsx';
import { Failure } from '#dashboard/components/failure.tsx';
import { number } from '#dashboard/i18n/format.ts';
import { t } from '#dashboard/i18n/locale.ts';
import type { WireTask } from '#shared/domain/wire.ts';
import { ExportButtons } from './export-buttons.tsx';
import { HeatMap } from './heat-map.tsx';
import { filterHosts, filterOf, type HostFilter, queryOf } from './host-filter.ts';
import { HostFilters } from './host-filters.tsx';
import type { HostRow } from './host-row.ts';
import { HostsTable } from './hosts-table.tsx';
import { commonServices } from './port-counts.ts';
import { type KnownHosts, useHosts } from './use-hosts.ts';
import './task-hosts.css';

const Count = ({ known, shown }: { readonly known: KnownHosts; readonly shown: number }) => (
  <span class="soft" role="status">
    {known.isWhole
      ? t('hosts.count', { shown: number(shown), all: number(known.rows.length) })
      : t('hosts.loading', { n: number(known.rows.length) })}
  </span>
);

type ShownProps = {
  readonly rows: readonly HostRow[];
  readonly filter: HostFilter;
  readonly onChange: (part: Partial<HostFilter>) => void;
};

const Shown = ({ rows, filter, onChange }: ShownProps) => {
  if (rows.length === 0)
    return (
      <div class="row">
        <p class="soft">{t('hosts.noMatch')}</p>
        <Button onClick={() => onChange({ text: '', port: null, service: '' })}>
          {t('hosts.reset')}
        </Button>
      </div>
    );
  if (filter.view === 'heat') return <HeatMap rows={rows} />;
  return <HostsTable rows={rows} filter={filter} onChange={onChange} />;
};

/** The hosts of a task's newest whole result. */
export const TaskHosts = ({ task }: { readonly task: WireTask }) => {
  const known = useHosts(task.id, `${task.query_time} ${task.online_ip_num}`);
  const { path, query } = place.value;
  const filter = useMemo(() => filterOf(query), [query]);
  const rows = useMemo(() => filterHosts(known.rows, filter), [known.rows, filter]);
  const services = useMemo(() => commonServices(known.rows), [known.rows]);
  const change = (part: Partial<HostFilter>): void =>
    rewrite(linkTo(path, queryOf({ ...filter, ...part })));
  if (known.error !== undefined) return <Failure error={known.error} />;
  if (known.isWhole && known.rows.length === 0)
    return <Empty title={t('hosts.none')} hint={t('hosts.noneHint')} />;
  return (
    <div class="stack">
      <div class="row between">
        <HostFilters filter={filter} services={services} onChange={change} />
        <div class="row">
          <Count known={known} shown={rows.length} />
          <ExportButtons task={task} />
        </div>
      </div>
      {known.rows.length > 0 && <Shown rows={rows} filter={filter} onChange={change} />}
    </div>
  );
};
