import type { ComponentChildren } from 'preact';
import './notice.css';

type Props = {
  readonly kind: 'good' | 'warn' | 'bad' | 'plain';
  readonly title?: string;
  readonly children?: ComponentChildren;
};

export const Notice = ({ kind, title, children }: Props) => (
  <div class={`notice ${kind}`} role={kind === 'bad' ? 'alert' : 'status'}>
    {title !== undefined && <strong>{title}</strong>}
    {children}
  </div>
);
