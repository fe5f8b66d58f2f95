import { Notice } from '#dashboard/components/notice.tsx';
import { t } from '#dashboard/i18n/locale.ts';
import type { WireHost } from '#shared/domain/wire.ts';
import { PortRow } from './port-row.tsx';

const Table = ({ ports }: Pick<WireHost, 'ports'>) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard.
  <section class="card table-card" tabIndex={0} aria-label={t('host.ports')}>
    <table class="host-ports">
      <thead>
        <tr>
          {(['port', 'state', 'service', 'product', 'rtt', 'details'] as const).map((name) => (
            <th key={name} scope="col" class={name === 'rtt' ? 'number' : undefined}>
              {t(`host.${name}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {ports.map((port) => (
          <PortRow key={`${port.protocol} ${port.port}`} port={port} />
        ))}
      </tbody>
    </table>
  </section>
);

/** What a host offers, the open ports first. */
export const HostPorts = ({ host }: { readonly host: WireHost }) => {
  const everything = host.answers_everything;
  const sorted = host.ports.toSorted(
    (a, b) => Number(b.state === 'open') - Number(a.state === 'open') || a.port - b.port,
  );
  return (
    <section class="stack">
      <h2>{t('host.ports')}</h2>
      {everything && (
        <Notice kind="warn">{t('host.everything', { network: everything.network })}</Notice>
      )}
      {sorted.length === 0 ? <p class="soft">{t('host.noPorts')}</p> : <Table ports={sorted} />}
    </section>
  );
};
