import { linkTo } from '#dashboard/app/route.ts';
import { Ago } from '#dashboard/components/ago.tsx';
import { number } from '#dashboard/i18n/format.ts';
import { t } from '#dashboard/i18n/locale.ts';
import type { WireHost, WireHostHistory } from '#shared/domain/wire.ts';
import { type Fact, Facts } from './facts.tsx';

type Sighting = WireHostHistory['sightings'][number];

const Names = ({ names = [] }: Pick<WireHost, 'names'>) => (
  <>
    {names.map(({ name, source }) => (
      <span key={`${source} ${name}`} class="name break">
        {name} <span class="soft">{source}</span>
      </span>
    ))}
  </>
);

const factsOf = ({ host, task_id: id }: Sighting): Fact[] => [
  [t('host.names'), host.names?.length ? <Names names={host.names} /> : host.hostname],
  [t('host.mac'), host.mac && <span class="mono">{host.mac}</span>],
  [t('host.vendor'), host.vendor],
  [t('host.workgroup'), host.workgroup],
  [t('host.description'), host.description],
  [t('host.firstSeen'), <Ago at={host.first_seen} />],
  [t('host.lastSeen'), <Ago at={host.last_seen} />],
  [t('host.task'), <a href={linkTo(['tasks', id, 'map'])}>{`#${id}`}</a>],
];

const countsOf = ({ counts }: WireHost): string =>
  t('host.counts', {
    closed: number(counts.closed),
    filtered: number(counts.filtered),
    silent: number(counts.open_filtered),
  });

/** Who a host is. */
export const HostFacts = ({ sighting }: { readonly sighting: Sighting }) => (
  <div class="card stack">
    <Facts class="host-facts" rows={factsOf(sighting)} />
    <p class="soft">{countsOf(sighting.host)}</p>
  </div>
);
