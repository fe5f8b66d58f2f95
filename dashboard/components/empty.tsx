import type { ComponentChildren } from 'preact';
import './empty.css';

type Props = {
  readonly title: string;
  readonly hint?: string;
  readonly children?: ComponentChildren;
};

/** Where there is nothing yet: what would be here, and what to do. */
export const Empty = ({ title, hint, children }: Props) => (
  <div class="empty">
    <h2>{title}</h2>
    {hint !== undefined && <p class="soft">{hint}</p>}
    {children && <div class="row">{children}</div>}
  </div>
);
