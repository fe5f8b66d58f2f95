import type { ComponentType } from 'preact';
import { TasksPage } from '#dashboard/tasks/tasks-page.tsx';
import { lazily } from './lazily.tsx';
import { place } from './location.ts';
import { NotFoundPage } from './not-found-page.tsx';

type PageProps = { readonly id: number };

/** Only the first page is part of what is loaded at once. */
const TaskFormPage = lazily(() =>
  import('#dashboard/task-form/task-form-page.tsx').then((made) => made.TaskFormPage),
);
const TaskPage = lazily<PageProps & { readonly tab: string }>(() =>
  import('#dashboard/task/task-page.tsx').then((made) => made.TaskPage),
);
const RunPage = lazily<PageProps>(() =>
  import('#dashboard/run/run-page.tsx').then((made) => made.RunPage),
);
const HostPage = lazily<{ readonly ip: string }>(() =>
  import('#dashboard/host/host-page.tsx').then((made) => made.HostPage),
);

const TABS = ['map', 'hosts', 'runs'];
const isId = (text: string | undefined): text is string => /^[1-9]\d{0,14}$/.test(text ?? '');

const TaskPlace = ({ path }: { readonly path: readonly string[] }) => {
  const [, id, tab = 'map'] = path;
  if (id === undefined) return <TasksPage />;
  if (id === 'new') return <TaskFormPage key="new" id={null} />;
  if (!isId(id)) return <NotFoundPage />;
  if (tab === 'edit') return <TaskFormPage key={id} id={Number(id)} />;
  return TABS.includes(tab) ? <TaskPage key={id} id={Number(id)} tab={tab} /> : <NotFoundPage />;
};

const RunPlace = ({ path: [, id] }: { readonly path: readonly string[] }) =>
  isId(id) ? <RunPage key={id} id={Number(id)} /> : <NotFoundPage />;

const HostPlace = ({ path: [, ip] }: { readonly path: readonly string[] }) =>
  ip === undefined ? <NotFoundPage /> : <HostPage key={ip} ip={ip} />;

const PLACES: Readonly<Record<string, ComponentType<{ readonly path: readonly string[] }>>> = {
  tasks: TaskPlace,
  runs: RunPlace,
  hosts: HostPlace,
};

/** The page of the place that the address bar shows. */
export const CurrentPage = () => {
  const { path } = place.value;
  const Place = PLACES[path[0] ?? 'tasks'] ?? NotFoundPage;
  return <Place path={path} />;
};
