import { task as loadTask } from '#dashboard/api/calls.ts';
import { place } from '#dashboard/app/location.ts';
import { usePolled } from '#dashboard/app/use-polled.ts';
import { useTitle } from '#dashboard/app/use-title.ts';
import { Loaded } from '#dashboard/components/loaded.tsx';
import { t } from '#dashboard/i18n/locale.ts';
import { draftOf, newDraft } from './draft.ts';
import { TaskForm } from './task-form.tsx';

type Props = { readonly id: number | null };

const NewTask = () => (
  <div class="stack">
    <h1>{t('form.newTitle')}</h1>
    <TaskForm task={null} first={newDraft(place.value.query)} />
  </div>
);

const EditTask = ({ id }: { readonly id: number }) => {
  const polled = usePolled(`task ${id}`, (asked) => loadTask(id, asked));
  return (
    <Loaded of={polled}>
      {(task) => (
        <div class="stack">
          <h1>{t('form.editTitle', { network: task.network })}</h1>
          <TaskForm task={task} first={draftOf(task)} />
        </div>
      )}
    </Loaded>
  );
};

export const TaskFormPage = ({ id }: Props) => {
  useTitle(id === null ? t('form.newTitle') : t('tasks.edit'));
  return id === null ? <NewTask /> : <EditTask id={id} />;
};
