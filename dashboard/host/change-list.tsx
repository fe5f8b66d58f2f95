import { linkTo } from '#dashboard/app/route.ts';
import { Ago } from '#dashboard/components/ago.tsx';
import { t } from '#dashboard/i18n/locale.ts';
import type { WireChange } from '#shared/domain/wire.ts';

const portOf = ({ port, protocol }: WireChange): string =>
  port === null ? '' : `${port}/${protocol}`;

/** What changed at an address, the newest first. */
export const ChangeList = ({ changes }: { readonly changes: readonly WireChange[] }) =>
  changes.length === 0 ? (
    <p class="soft">{t('host.noChanges')}</p>
  ) : (
    <ol class="change-list">
      {changes.toReversed().map((change) => (
        <li key={change.id}>
          <span class={`severity ${change.severity}`}>{t(`severity.${change.severity}`)}</span>
          <span>
            {t(`change.${change.kind}`)} <span class="mono">{portOf(change)}</span>
          </span>
          <a class="soft" href={linkTo(['runs', change.run_id])}>
            <Ago at={change.at} />
          </a>
        </li>
      ))}
    </ol>
  );
