import type { ComponentChildren } from 'preact';

export type Fact = readonly [name: string, value: ComponentChildren];
type Props = { readonly class: string; readonly rows: readonly Fact[] };

/** Names and what they are; what is not known is left out. */
export const Facts = ({ class: name, rows }: Props) => (
  <dl class={name}>
    {rows
      .filter(([, value]) => value)
      .map(([what, value]) => (
        <div key={what}>
          <dt>{what}</dt>
          <dd class="break">{value}</dd>
        </div>
      ))}
  </dl>
);
