import { t } from '#dashboard/i18n/locale.ts';
import type { WirePort } from '#shared/domain/wire.ts';
import { Certificate } from './certificate.tsx';

const Web = ({
  http: { status, server, title, location },
}: {
  readonly http: NonNullable<WirePort['http']>;
}) => (
  <p class="break">
    <span class="soft">{t('host.web')}:</span> {status} {title && <q>{title}</q>}{' '}
    {[server, location && `→ ${location}`].filter(Boolean).join(' ')}
  </p>
);

/** What was said on a port. It comes from a stranger: text, and nothing but text. */
export const PortDetails = ({ port: { tls, http, ssh, banner } }: { readonly port: WirePort }) => (
  <div class="port-details">
    {http && <Web http={http} />}
    {tls && <Certificate tls={tls} />}
    {ssh && (
      <p class="break">
        <span class="soft">{t('host.fingerprint')}:</span>{' '}
        <span class="mono">{ssh.fingerprint}</span>
      </p>
    )}
    {banner !== undefined && banner !== '' && (
      <details>
        <summary>{t('host.banner')}</summary>
        <pre class="banner">{banner}</pre>
      </details>
    )}
  </div>
);
