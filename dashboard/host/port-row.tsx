import { t } from '#dashboard/i18n/locale.ts';
import type { WirePort } from '#shared/domain/wire.ts';
import { PortDetails } from './port-details.tsx';

const productOf = ({ product, version }: WirePort): string =>
  [product, version].filter(Boolean).join(' ');

export const PortRow = ({ port }: { readonly port: WirePort }) => (
  <tr class={port.state === 'open' ? 'is-open' : undefined}>
    <th scope="row" class="mono">
      {port.port}/{port.protocol}
    </th>
    <td title={port.reason}>{port.state}</td>
    <td>{port.service}</td>
    <td class="break">{productOf(port)}</td>
    <td class="number">{port.rtt_ms === undefined ? '' : `${port.rtt_ms.toFixed(1)} ms`}</td>
    <td>
      {port.unspoken && <span class="soft">{t('host.unspoken')}</span>}
      <PortDetails port={port} />
    </td>
  </tr>
);
