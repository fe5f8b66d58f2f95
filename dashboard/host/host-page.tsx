import { changesOf, host as loadHost } from '#dashboard/api/calls.ts';
import { Problem } from '#dashboard/api/problem.ts';
import { usePolled } from '#dashboard/app/use-polled.ts';
import { useTitle } from '#dashboard/app/use-title.ts';
import { Empty } from '#dashboard/components/empty.tsx';
import { Loaded } from '#dashboard/components/loaded.tsx';
import { t } from '#dashboard/i18n/locale.ts';
import type { WireHostHistory } from '#shared/domain/wire.ts';
import { ChangeList } from './change-list.tsx';
import { HostFacts } from './host-facts.tsx';
import { HostPorts } from './host-ports.tsx';
import { Sightings } from './sightings.tsx';
import './host-page.css';

const EVERY_MS = 15_000;

const Known = ({ history }: { readonly history: WireHostHistory }) => {
  const newest = history.sightings.find(({ is_current }) => is_current) ?? history.sightings[0];
  const changes = usePolled(`changes of ${history.ip}`, (asked) => changesOf(history.ip, asked));
  if (newest === undefined) return null;
  return (
    <>
      <HostFacts sighting={newest} />
      <HostPorts host={newest.host} />
      <section class="stack">
        <h2>{t('host.changes')}</h2>
        <Loaded of={changes}>{(list) => <ChangeList changes={list} />}</Loaded>
      </section>
      <section class="stack">
        <h2>{t('host.history')}</h2>
        <Sightings sightings={history.sightings} />
      </section>
    </>
  );
};

/** Everything that is known of an address. */
export const HostPage = ({ ip }: { readonly ip: string }) => {
  useTitle(ip);
  const polled = usePolled(
    `host ${ip}`,
    (asked) => loadHost(ip, asked),
    () => EVERY_MS,
  );
  const isUnknown = polled.error instanceof Problem && polled.error.status === 404;
  return (
    <div class="stack">
      <h1>
        <span class="mono">{ip}</span>
      </h1>
      {isUnknown && polled.data === undefined ? (
        <Empty title={t('host.unknown', { ip })} hint={t('host.unknownHint')} />
      ) : (
        <Loaded of={polled}>{(history) => <Known history={history} />}</Loaded>
      )}
    </div>
  );
};
