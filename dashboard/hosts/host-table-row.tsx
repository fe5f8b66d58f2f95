import { linkTo } from '#dashboard/app/route.ts';
import { Ago } from '#dashboard/components/ago.tsx';
import { t } from '#dashboard/i18n/locale.ts';
import type { WirePort } from '#shared/domain/wire.ts';
import type { HostRow } from './host-row.ts';

const SHOWN_PORTS = 6;

const titleOf = ({ protocol, port, product, version }: WirePort): string =>
  [`${port}/${protocol}`, product, version].filter(Boolean).join(' ');

const OpenPorts = ({ open }: { readonly open: readonly WirePort[] }) => (
  <span class="open-ports">
    {open.slice(0, SHOWN_PORTS).map((port) => (
      <span key={`${port.protocol}${port.port}`} class="port" title={titleOf(port)}>
        <b>{port.port}</b>
        {port.service !== undefined && ` ${port.service}`}
      </span>
    ))}
    {open.length > SHOWN_PORTS && <span class="soft">+{open.length - SHOWN_PORTS}</span>}
  </span>
);

export const HostTableRow = ({ row, place }: { readonly row: HostRow; readonly place: number }) => {
  const { host, open } = row;
  return (
    <tr aria-rowindex={place}>
      <th scope="row" class="column-ip">
        <a class="mono" href={linkTo(['hosts', host.ip])}>
          {host.ip}
        </a>
      </th>
      <td class="column-name" title={host.hostname ?? undefined}>
        {host.hostname}
      </td>
      <td class="column-open">
        {host.answers_everything ? (
          <span class="soft">{t('hosts.everything')}</span>
        ) : (
          <OpenPorts open={open} />
        )}
      </td>
      <td class="column-vendor" title={host.mac ?? undefined}>
        {host.vendor ?? host.mac}
      </td>
      <td class="column-seen">
        <Ago at={host.last_seen} />
      </td>
    </tr>
  );
};
