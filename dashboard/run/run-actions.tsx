import { Button } from '#dashboard/components/button.tsx';
import { t } from '#dashboard/i18n/locale.ts';
import { mayChange } from '#dashboard/session/who.ts';
import type { WireRun } from '#shared/domain/wire.ts';
import { isLive } from './elapsed.ts';

export type Way = 'cancel' | 'pause' | 'resume';
type Props = { readonly run: WireRun; readonly onGo: (way: Way) => void };

export const RunActions = ({ run, onGo }: Props) => {
  if (!isLive(run) || !mayChange()) return null;
  const way = run.state === 'paused' ? 'resume' : 'pause';
  return (
    <div class="row">
      <Button onClick={() => onGo(way)}>{t(`tasks.${way}`)}</Button>
      <Button kind="danger" onClick={() => onGo('cancel')}>
        {t('tasks.cancelRun')}
      </Button>
    </div>
  );
};
