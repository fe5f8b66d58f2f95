import { Button } from '#dashboard/components/button.tsx';
import type { Cells } from './cells.ts';
import { cidrAt, pathTo, type View } from './view.ts';

type Props = {
  readonly cells: Cells;
  readonly view: View;
  readonly onChange: (at: string | null) => void;
};

/** Where one has zoomed to, and the ways back out. */
export const MapPath = ({ cells, view, onChange }: Props) => (
  <nav class="map-path">
    {pathTo(cells, view).map((cidr, index) => (
      <span key={cidr}>
        <Button kind="quiet" onClick={() => onChange(index === 0 ? null : cidr)}>
          <span class="mono">{cidr}</span>
        </Button>
        <span aria-hidden="true">›</span>
      </span>
    ))}
    <strong class="mono">{cidrAt(cells, view.base, view.bits)}</strong>
  </nav>
);
