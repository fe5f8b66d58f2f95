import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { goTo } from '#dashboard/app/location.ts';
import { linkTo } from '#dashboard/app/route.ts';
import { t } from '#dashboard/i18n/locale.ts';
import { keyMove } from '#dashboard/map/key-move.ts';
import { theme } from '#dashboard/theme/theme.ts';
import { CELL_PX, drawHeat, HEAD_PX, type Heat, LABEL_PX } from './draw-heat.ts';
import type { HostRow } from './host-row.ts';
import { commonPorts } from './port-counts.ts';
import './heat-map.css';

const MOST_PORTS = 40;

type Cursor = { readonly row: number; readonly column: number };

/** What lies under the pointer; null outside of the cells. */
const cursorAt = (event: MouseEvent, heat: Heat, scroller: HTMLElement | null): Cursor | null => {
  if (scroller === null) return null;
  const { left, top } = scroller.getBoundingClientRect();
  const x = event.clientX - left + scroller.scrollLeft - LABEL_PX;
  const y = event.clientY - top - HEAD_PX;
  const column = Math.max(0, Math.floor(x / CELL_PX));
  const row = Math.floor((y + scroller.scrollTop) / CELL_PX);
  const isInside = y >= 0 && column < heat.ports.length && row < heat.rows.length;
  return isInside ? { row, column } : null;
};

const wordsOf = ({ rows, ports }: Heat, { row, column }: Cursor): string => {
  const { host, open } = rows[row] as HostRow;
  const port = ports[column] ?? 0;
  const found = open.find((one) => one.port === port);
  const what = found
    ? [t('hosts.open1'), found.service, found.product, found.version].filter(Boolean).join(' ')
    : t('hosts.notOpen');
  return t('hosts.heatCell', { ip: host.ip, port, what });
};

/** The canvas of a heat map: drawn after each change, and where one scrolls or the window gets another size. */
const useDrawn = (heat: Heat, cursor: Cursor | null) => {
  const scroller = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const draw = (): void => {
    if (canvas.current !== null && scroller.current !== null)
      drawHeat(canvas.current, scroller.current, heat, { cursor, theme: theme.value });
  };
  const latest = useRef(draw);
  latest.current = draw;
  useEffect(draw);
  useEffect(() => {
    const observer = new ResizeObserver(() => latest.current());
    if (scroller.current !== null) observer.observe(scroller.current);
    return () => observer.disconnect();
  }, []);
  return { scroller, canvas, draw };
};

/** Scrolls as little as needed for a row to be in sight. */
const bringIntoSight = (scroller: HTMLElement | null, row: number): void => {
  if (scroller === null) return;
  const top = row * CELL_PX;
  const room = scroller.clientHeight - HEAD_PX - CELL_PX;
  scroller.scrollTop = Math.min(Math.max(scroller.scrollTop, top - room), top);
};

const open = ({ rows }: Heat, { row }: Cursor): void => {
  const host = rows[row]?.host;
  if (host) goTo(linkTo(['hosts', host.ip]));
};

/** Where a key leads to; null where it is none of ours. */
const keyed = (event: KeyboardEvent, { rows, ports }: Heat, cursor: Cursor | null) => {
  const cell = cursor === null ? null : cursor.row * ports.length + cursor.column;
  const key = keyMove(event.key, cell, { width: ports.length, height: rows.length });
  if (key === null || key.kind === 'out') return null;
  event.preventDefault();
  if (key.kind === 'open') return 'open';
  return { row: Math.floor(key.cell / ports.length), column: key.cell % ports.length };
};

/** Hosts by their most common open ports. A canvas of the size of what is in sight, drawn anew when one scrolls. */
export const HeatMap = ({ rows }: { readonly rows: readonly HostRow[] }) => {
  const [cursor, setCursor] = useState<Cursor | null>(null);
  const ports = useMemo(() => commonPorts(rows, MOST_PORTS), [rows]);
  const heat: Heat = { rows, ports };
  const { scroller, canvas, draw } = useDrawn(heat, cursor);
  const under = (event: MouseEvent) => cursorAt(event, heat, scroller.current);
  const onKeyDown = (event: KeyboardEvent): void => {
    const to = keyed(event, heat, cursor);
    if (to === null) return;
    if (to === 'open') return void (cursor && open(heat, cursor));
    setCursor(to);
    bringIntoSight(scroller.current, to.row);
  };
  const onClick = (event: MouseEvent): void => {
    const at = under(event);
    if (at !== null) open(heat, at);
  };
  const help = t('hosts.heatHelp', { n: ports.length });
  return (
    <div class="stack">
      <p class="soft heat-words" aria-live="polite">
        {cursor === null || rows[cursor.row] === undefined ? help : wordsOf(heat, cursor)}
      </p>
      <div
        ref={scroller}
        class="card heat"
        role="application"
        aria-label={`${t('hosts.heat')}. ${help}`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it is an application of its own, with a name and keys.
        tabIndex={0}
        onScroll={draw}
        onKeyDown={onKeyDown}
        onPointerMove={(event) => setCursor(under(event))}
        onPointerLeave={() => setCursor(null)}
        onClick={onClick}
      >
        <canvas ref={canvas} />
        <div style={{ height: `${rows.length * CELL_PX + HEAD_PX}px` }} class="heat-room" />
      </div>
    </div>
  );
};
