import { rewrite } from '#dashboard/app/location.ts';
import { linkTo } from '#dashboard/app/route.ts';
import { t } from '#dashboard/i18n/locale.ts';
import type { TaskFilter } from './filter-tasks.ts';

const STATUSES = ['new', 'waiting', 'probing', 'paused', 'done', 'failed'] as const;

const show = ({ text, status }: TaskFilter): void =>
  rewrite(linkTo(['tasks'], { q: text, status }));

export const TaskFilters = ({ filter }: { readonly filter: TaskFilter }) => (
  <div class="row filters">
    <input
      type="search"
      aria-label={t('tasks.filter')}
      placeholder={t('tasks.filter')}
      value={filter.text}
      onInput={({ currentTarget }) => show({ ...filter, text: currentTarget.value })}
    />
    <select
      aria-label={t('tasks.status')}
      value={filter.status}
      onChange={({ currentTarget }) => show({ ...filter, status: currentTarget.value })}
    >
      <option value="">{t('tasks.anyStatus')}</option>
      {STATUSES.map((status) => (
        <option key={status} value={status}>
          {t(`status.${status}`)}
        </option>
      ))}
    </select>
  </div>
);
