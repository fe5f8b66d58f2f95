import { linkTo } from '#dashboard/app/route.ts';
import { Ago } from '#dashboard/components/ago.tsx';
import { t } from '#dashboard/i18n/locale.ts';
import type { WireHostHistory } from '#shared/domain/wire.ts';

type Sighting = WireHostHistory['sightings'][number];

const openOf = ({ host }: Sighting): string =>
  host.ports
    .filter(({ state }) => state === 'open')
    .map(({ port, protocol }) => `${port}/${protocol}`)
    .join(' ');

/** Each run that saw the address, the newest first. */
export const Sightings = ({ sightings }: { readonly sightings: readonly Sighting[] }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard.
  <section class="card table-card" tabIndex={0} aria-label={t('host.history')}>
    <table>
      <thead>
        <tr>
          <th scope="col">{t('host.run')}</th>
          <th scope="col">{t('host.when')}</th>
          <th scope="col">{t('hosts.open')}</th>
        </tr>
      </thead>
      <tbody>
        {sightings.map((sighting) => (
          <tr key={sighting.run_id}>
            <th scope="row">
              <a href={linkTo(['runs', sighting.run_id])}>
                {t('run.title', { id: sighting.run_id })}
              </a>{' '}
              {sighting.is_current && <span class="soft">{t('host.current')}</span>}
            </th>
            <td>
              <Ago at={sighting.host.last_checked} />
            </td>
            <td class="mono break">{openOf(sighting)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </section>
);
