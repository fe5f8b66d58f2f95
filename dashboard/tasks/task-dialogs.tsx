import { DeleteDialog } from './delete-dialog.tsx';
import { StartDialog } from './start-dialog.tsx';
import type { Actions } from './use-actions.ts';

type Props = { readonly actions: Actions };

/** What is asked before tasks are started or deleted. */
export const TaskDialogs = ({ actions }: Props) => {
  const { asking } = actions;
  if (asking === null) return null;
  const { what, tasks } = asking;
  const onClose = () => actions.ask(null);
  return what === 'start' ? (
    <StartDialog tasks={tasks} onConfirm={() => actions.start(tasks)} onClose={onClose} />
  ) : (
    <DeleteDialog tasks={tasks} onConfirm={() => actions.remove(tasks)} onClose={onClose} />
  );
};
