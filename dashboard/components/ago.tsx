import { ago, dateTime } from '#dashboard/i18n/format.ts';
import { t } from '#dashboard/i18n/locale.ts';

/** How long since, or until; pointing at it tells the very time. */
export const Ago = ({ at }: { readonly at: string | null }) =>
  at === null ? (
    <span class="soft">{t('tasks.never')}</span>
  ) : (
    <time dateTime={at} title={dateTime(at)}>
      {ago(at)}
    </time>
  );
