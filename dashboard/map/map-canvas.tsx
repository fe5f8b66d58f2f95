import { useEffect, useRef } from 'preact/hooks';
import { t } from '#dashboard/i18n/locale.ts';
import type { Cells } from './cells.ts';
import { keyMove } from './key-move.ts';
import { paint } from './paint.ts';
import type { Picture } from './picture.ts';
import type { View } from './view.ts';
import './map-canvas.css';

type Props = {
  readonly cells: Cells;
  readonly view: View;
  readonly picture: Picture;
  readonly colours: readonly string[];
  /** The cell that is pointed at; null: none. */
  readonly cursor: number | null;
  readonly onCursor: (cell: number | null) => void;
  readonly onOpen: (cell: number) => void;
  readonly onOut: () => void;
};

const cellAt = (event: MouseEvent, { layout: { width, height } }: View): number | null => {
  const {
    left,
    top,
    width: wide,
    height: high,
  } = (event.currentTarget as HTMLElement).getBoundingClientRect();
  const x = Math.floor(((event.clientX - left) / wide) * width);
  const y = Math.floor(((event.clientY - top) / high) * height);
  return x >= 0 && x < width && y >= 0 && y < height ? y * width + x : null;
};

const Cursor = ({ cell, view: { layout } }: { readonly cell: number; readonly view: View }) => {
  const { width, height } = layout;
  return (
    <div
      class="cursor"
      style={{
        left: `${((cell % width) / width) * 100}%`,
        top: `${(Math.floor(cell / width) / height) * 100}%`,
        width: `${100 / width}%`,
        height: `${100 / height}%`,
      }}
    />
  );
};

/** The picture itself, and how one moves over it. */
export const MapCanvas = ({ view, picture, colours, cursor, ...on }: Props) => {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { layout } = view;
  useEffect(() => {
    if (canvas.current !== null) paint(canvas.current, layout, picture.classes, colours);
  }, [layout, picture, colours]);

  const onKeyDown = (event: KeyboardEvent): void => {
    const key = keyMove(event.key, cursor, layout);
    if (key === null) return;
    event.preventDefault();
    if (key.kind === 'move') on.onCursor(key.cell);
    else if (key.kind === 'out') on.onOut();
    else if (cursor !== null) on.onOpen(cursor);
  };
  const open = (event: MouseEvent): void => {
    const cell = cellAt(event, view);
    if (cell !== null) on.onOpen(cell);
  };
  const lines = layout.kind === 'blocks' ? layout.width / 16 : layout.width;
  return (
    <div
      class={`map ${layout.kind}`}
      role="application"
      aria-label={`${t('map.title')}. ${t('map.help')}`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: see above.
      tabIndex={0}
      style={{ aspectRatio: `${layout.width} / ${layout.height}`, '--lines': String(lines) }}
      onPointerMove={(event) => on.onCursor(cellAt(event, view))}
      onPointerLeave={() => on.onCursor(null)}
      onFocus={() => cursor === null && on.onCursor(0)}
      onClick={open}
      onKeyDown={onKeyDown}
    >
      <canvas ref={canvas} />
      <div class="lines" />
      {cursor !== null && <Cursor cell={cursor} view={view} />}
    </div>
  );
};
