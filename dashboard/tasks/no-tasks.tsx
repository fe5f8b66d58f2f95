import { linkTo } from '#dashboard/app/route.ts';
import { Empty } from '#dashboard/components/empty.tsx';
import { t } from '#dashboard/i18n/locale.ts';
import { mayChange, who } from '#dashboard/session/who.ts';
import { firstNetwork } from './first-network.ts';

/** The first thing that a new user sees: what they may probe, and a button that does. */
export const NoTasks = () => {
  if (who.value === null) return null;
  if (!mayChange()) return <Empty title={t('tasks.none')} hint={t('tasks.noneViewer')} />;
  const scopes = who.value?.scopes ?? [];
  const network = firstNetwork(scopes);
  return (
    <Empty title={t('tasks.none')} hint={t('tasks.noneHint', { scopes: scopes.join(', ') || '–' })}>
      {network !== null && (
        <a class="button primary" href={linkTo(['tasks', 'new'], { network, tcp: 'top-20' })}>
          {t('tasks.first', { network })}
        </a>
      )}
      <a class="button plain" href={linkTo(['tasks', 'new'])}>
        {t('tasks.new')}
      </a>
    </Empty>
  );
};
