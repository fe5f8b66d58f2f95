import { useEffect, useMemo, useState } from 'preact/hooks';
import { goTo } from '#dashboard/app/location.ts';
import { linkTo } from '#dashboard/app/route.ts';
import { t } from '#dashboard/i18n/locale.ts';
import { theme } from '#dashboard/theme/theme.ts';
import type { WireAddressMap } from '#shared/domain/wire.ts';
import { CellDetails } from './cell-details.tsx';
import { type Cells, cellsOf } from './cells.ts';
import { Legend } from './legend.tsx';
import { MapCanvas } from './map-canvas.tsx';
import { MapPath } from './map-path.tsx';
import { ModeChoice } from './mode-choice.tsx';
import type { Mode } from './modes.ts';
import { paletteOf } from './palette.ts';
import { pictureOf } from './picture.ts';
import { RowLabels } from './row-labels.tsx';
import { inside, pathTo, type View, viewOf } from './view.ts';
import './network-map.css';

type Props = {
  readonly map: WireAddressMap;
  /** The part that is looked at, as a CIDR; null: all of it. */
  readonly at: string | null;
  readonly mode: Mode;
  readonly onChange: (to: { at: string | null; mode: Mode }) => void;
};

const usePicture = (cells: Cells, view: View, mode: Mode) =>
  useMemo(() => {
    const now = Date.now() / 1000;
    return pictureOf({ cells, layout: view.layout, base: view.base, mode, now });
  }, [cells, view.base, view.bits, mode]);

const Drawn = ({ cells, at, mode, onChange }: Omit<Props, 'map'> & { readonly cells: Cells }) => {
  const view = useMemo(() => viewOf(cells, at), [cells, at]);
  const picture = usePicture(cells, view, mode);
  const colours = useMemo(() => paletteOf(mode, theme.value), [mode, theme.value]);
  const [cursor, setCursor] = useState<number | null>(null);
  useEffect(() => setCursor(null), [at]);
  const offset = cursor === null ? null : view.base + (view.layout.offsets[cursor] ?? 0);
  const open = (cell: number): void => {
    const to = inside(cells, view, view.base + (view.layout.offsets[cell] ?? 0));
    if (to.kind === 'host') goTo(linkTo(['hosts', to.ip]));
    else onChange({ at: to.cidr, mode });
  };
  const out = (): void => onChange({ at: pathTo(cells, view).slice(1).at(-1) ?? null, mode });
  return (
    <div class="network-map">
      <div class="stack">
        <MapPath cells={cells} view={view} onChange={(to) => onChange({ at: to, mode })} />
        <div class="map-frame">
          <RowLabels cells={cells} view={view} />
          <MapCanvas
            cells={cells}
            view={view}
            picture={picture}
            colours={colours}
            cursor={cursor}
            onCursor={setCursor}
            onOpen={open}
            onOut={out}
          />
        </div>
      </div>
      <div class="stack">
        <ModeChoice mode={mode} onChange={(next) => onChange({ at, mode: next })} />
        <Legend mode={mode} colours={colours} counts={picture.counts} />
        <CellDetails cells={cells} view={view} offset={offset} />
      </div>
    </div>
  );
};

/** A network as a picture: a /24 as a grid, more as a Hilbert map of /24s. */
export const NetworkMap = ({ map, ...rest }: Props) => {
  const cells = useMemo(() => cellsOf(map), [map]);
  if (cells === null) return <p class="soft">{t('map.tooLarge')}</p>;
  return <Drawn cells={cells} {...rest} />;
};
