import { useState } from 'preact/hooks';
import { linkTo } from '#dashboard/app/route.ts';
import { Button } from '#dashboard/components/button.tsx';
import { Failure } from '#dashboard/components/failure.tsx';
import { t } from '#dashboard/i18n/locale.ts';
import { SchedulePicker } from '#dashboard/schedule/schedule-picker.tsx';
import type { WireTask } from '#shared/domain/wire.ts';
import { bodyOf, type Draft } from './draft.ts';
import { EstimateCard } from './estimate-card.tsx';
import { OptionsFields } from './options-fields.tsx';
import { save } from './save.ts';
import { WhatFields } from './what-fields.tsx';
import './task-form.css';

type Props = { readonly task: WireTask | null; readonly first: Draft };

const Buttons = ({ isNew, isBusy }: { readonly isNew: boolean; readonly isBusy: boolean }) => (
  <div class="row">
    {isNew ? (
      <>
        <Button kind="primary" type="submit" value="start" disabled={isBusy}>
          {t('form.createStart')}
        </Button>
        <Button type="submit" value="create" disabled={isBusy}>
          {t('form.create')}
        </Button>
      </>
    ) : (
      <Button kind="primary" type="submit" value="save" disabled={isBusy}>
        {t('form.save')}
      </Button>
    )}
    <a class="button quiet" href={linkTo(['tasks'])}>
      {t('app.cancel')}
    </a>
  </div>
);

/** Writes a task, or several that differ in their networks alone. */
export const TaskForm = ({ task, first }: Props) => {
  const [draft, setDraft] = useState(first);
  const [error, setError] = useState<unknown>();
  const [isBusy, setIsBusy] = useState(false);
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const isStart = (event.submitter as HTMLButtonElement | null)?.value === 'start';
    setIsBusy(true);
    setError(undefined);
    await save(task, draft, isStart).catch(setError);
    setIsBusy(false);
  };
  return (
    <form class="task-form" onSubmit={submit}>
      <div class="stack">
        <div class="card stack">
          <WhatFields draft={draft} isNew={task === null} onChange={change} />
          <OptionsFields value={draft.options} onChange={(options) => change({ options })} />
        </div>
        <div class="card">
          <SchedulePicker value={draft.schedule} onChange={(schedule) => change({ schedule })} />
        </div>
      </div>
      <div class="stack aside">
        <EstimateCard body={bodyOf(draft)} />
        {error !== undefined && <Failure error={error} />}
        <Buttons isNew={task === null} isBusy={isBusy} />
      </div>
    </form>
  );
};
