import { type ComponentChildren, cloneElement, type VNode } from 'preact';
import { useId } from 'preact/hooks';
import './field.css';

type Props = {
  readonly label: string;
  readonly hint?: ComponentChildren;
  readonly error?: string | undefined;
  /** The one input of the field. */
  readonly children: VNode<Record<string, unknown>>;
};

/** A label, an input, and what is to be known of it; screen readers are told all three. */
export const Field = ({ label, hint, error, children }: Props) => {
  const id = useId();
  const notes = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  const own = {
    id,
    ...(notes !== '' && { 'aria-describedby': notes }),
    ...(error !== undefined && { 'aria-invalid': 'true' }),
  };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {cloneElement(children, own)}
      {hint && (
        <div class="hint" id={`${id}-hint`}>
          {hint}
        </div>
      )}
      {error !== undefined && (
        <div class="error" id={`${id}-error`}>
          {error}
        </div>
      )}
    </div>
  );
};
