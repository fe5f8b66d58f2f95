import { t } from '#dashboard/i18n/locale.ts';
import type { WireRun, WireTask } from '#shared/domain/wire.ts';
import './status-badge.css';

export type Status = WireTask['status'] | WireRun['state'];

/** A word and a mark of its own shape: colour alone says nothing. */
export const StatusBadge = ({ status }: { readonly status: Status }) => (
  <span class={`badge ${status}`}>
    <span class="mark" aria-hidden="true" />
    {t(`status.${status}`)}
  </span>
);
