import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '#dashboard/i18n/locale.ts';
import { Button } from './button.tsx';
import './confirm.css';

type Props = {
  readonly title: string;
  readonly children: ComponentChildren;
  readonly action: string;
  readonly kind: 'danger' | 'primary';
  readonly onConfirm: () => void;
  readonly onClose: () => void;
};

/** Asks before something is done; Escape and Cancel do nothing. */
export const Confirm = ({ title, children, action, kind, onConfirm, onClose }: Props) => {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} class="confirm" aria-label={title} onClose={onClose}>
      <div class="stack">
        <h2>{title}</h2>
        <div>{children}</div>
        <div class="row end">
          <Button onClick={onClose}>{t('app.cancel')}</Button>
          <Button kind={kind} onClick={onConfirm}>
            {action}
          </Button>
        </div>
      </div>
    </dialog>
  );
};
