import { ago, dateTime } from '#dashboard/i18n/format.ts';
import { t } from '#dashboard/i18n/locale.ts';
import type { WirePort } from '#shared/domain/wire.ts';
import { type Fact, Facts } from './facts.tsx';

type Tls = NonNullable<WirePort['tls']>;

const SOON_MS = 30 * 86_400_000;

/** Worth a word: it has ended, or does within 30 days. */
const endOf = (notAfter: string): string | null => {
  const left = Date.parse(notAfter) - Date.now();
  if (left < 0) return t('host.expired');
  return left < SOON_MS ? t('host.expires', { when: ago(notAfter) }) : null;
};

const rowsOf = (tls: Tls): Fact[] => [
  [t('host.subject'), tls.subject],
  [t('host.issuer'), tls.issuer],
  [t('host.sans'), tls.sans.join(', ')],
  [t('host.valid'), `${dateTime(tls.not_before)} – ${dateTime(tls.not_after)}`],
  ['TLS', tls.protocol],
];

/** The certificate that a server showed; nothing says that it is to be trusted. */
export const Certificate = ({ tls }: { readonly tls: Tls }) => {
  const end = endOf(tls.not_after);
  return (
    <details>
      <summary>
        {t('host.certificate')}{' '}
        {tls.self_signed && <span class="soft">{t('host.selfSigned')}</span>}{' '}
        {end !== null && <strong class="ending">{end}</strong>}
      </summary>
      <Facts class="certificate" rows={rowsOf(tls)} />
    </details>
  );
};
