import { Confirm } from '#dashboard/components/confirm.tsx';
import { t } from '#dashboard/i18n/locale.ts';
import type { WireTask } from '#shared/domain/wire.ts';

type Props = {
  readonly tasks: readonly WireTask[];
  readonly onConfirm: () => void;
  readonly onClose: () => void;
};

export const DeleteDialog = ({ tasks, onConfirm, onClose }: Props) => (
  <Confirm
    title={
      tasks.length === 1
        ? t('tasks.deleteOne', { network: tasks[0]?.network ?? '' })
        : t('tasks.deleteTitle', { n: tasks.length })
    }
    action={t('tasks.delete')}
    kind="danger"
    onConfirm={onConfirm}
    onClose={onClose}
  >
    <p>{t('tasks.deleteBody')}</p>
  </Confirm>
);
