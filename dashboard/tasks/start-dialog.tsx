import { usePolled } from '#dashboard/app/use-polled.ts';
import { Confirm } from '#dashboard/components/confirm.tsx';
import { Failure } from '#dashboard/components/failure.tsx';
import { dollars, duration, number } from '#dashboard/i18n/format.ts';
import { t } from '#dashboard/i18n/locale.ts';
import type { WireTask } from '#shared/domain/wire.ts';
import { estimateTasks, type Total } from './estimate-tasks.ts';

type Props = {
  readonly tasks: readonly WireTask[];
  readonly onConfirm: () => void;
  readonly onClose: () => void;
};

export const totalInWords = ({ addresses, probes, seconds, cost_usd }: Total): string =>
  t('tasks.estimate', {
    addresses: number(addresses),
    probes: number(probes),
    time: duration(seconds),
    cost: cost_usd === 0 ? t('tasks.free') : dollars(cost_usd),
  });

/** Says what it takes before it is begun. */
export const StartDialog = ({ tasks, onConfirm, onClose }: Props) => {
  const key = tasks.map(({ id }) => id).join();
  const { data, error } = usePolled(key, () => estimateTasks(tasks));
  const title =
    tasks.length === 1
      ? `${t('tasks.start')}: ${tasks[0]?.network}`
      : t('tasks.startTitle', { n: tasks.length });
  return (
    <Confirm
      title={title}
      action={t('tasks.start')}
      kind="primary"
      onConfirm={onConfirm}
      onClose={onClose}
    >
      {error !== undefined && <Failure error={error} />}
      {error === undefined && (
        <p aria-live="polite">{data ? totalInWords(data) : t('tasks.estimating')}</p>
      )}
    </Confirm>
  );
};
