import type { ComponentChildren, JSX } from 'preact';
import './button.css';

type Props = Omit<JSX.IntrinsicElements['button'], 'children' | 'type'> & {
  readonly children: ComponentChildren;
  readonly kind?: 'primary' | 'plain' | 'quiet' | 'danger';
  readonly type?: 'button' | 'submit';
};

export const Button = ({ kind = 'plain', type = 'button', children, ...rest }: Props) => (
  <button {...rest} type={type} class={`button ${kind}`}>
    {children}
  </button>
);
