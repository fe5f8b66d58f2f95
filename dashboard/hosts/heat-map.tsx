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
const cursorAt = (event: MouseEvent, heat: Heat, scrollTop: number): Cursor | null => {
  const { left, top } = (event.currentTarget as HTMLElement).getBoundingClientRect();
  const column = Math.floor((event.clientX - left - LABEL_PX) / CELL_PX);
  const row = Math.floor((event.clientY - top - HEAD_PX + scrollTop) / CELL_PX);
  const isInside = column < heat.ports.length && row >= 0 && row < heat.rows.length;
  return isInside ? { row, column: Math.max(column, 0) } : null;
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

/** Hosts by their most common open ports. A canvas of the size of what is in sight, drawn anew when one scrolls. */
export const HeatMap = ({ rows }: { readonly rows: readonly HostRow[] }) => {
  const scroller = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [cursor, setCursor] = useState<Cursor | null>(null);
  const ports = useMemo(() => commonPorts(rows, MOST_PORTS), [rows]);
  const heat: Heat = { rows, ports };
  const draw = (): void => {
    if (canvas.current !== null && scroller.current !== null)
      drawHeat(canvas.current, scroller.current, heat, { cursor, theme: theme.value });
  };
  useEffect(draw);
  useEffect(() => {
    const observer = new ResizeObserver(draw);
    if (scroller.current !== null) observer.observe(scroller.current);
    return () => observer.disconnect();
  }, []);

  const open = ({ row }: Cursor): void => {
    const host = rows[row]?.host;
    if (host) goTo(linkTo(['hosts', host.ip]));
  };
  const move = (next: Cursor): void => {
    setCursor(next);
    const { current } = scroller;
    if (current === null) return;
    const top = next.row * CELL_PX;
    const room = current.clientHeight - HEAD_PX - CELL_PX;
    if (top < current.scrollTop) current.scrollTop = top;
    if (top > current.scrollTop + room) current.scrollTop = top - room;
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const size = { width: ports.length, height: rows.length };
    const cell = cursor === null ? null : cursor.row * ports.length + cursor.column;
    const key = keyMove(event.key, cell, size);
    if (key === null || key.kind === 'out') return;
    event.preventDefault();
    if (key.kind === 'open') return void (cursor && open(cursor));
    move({ row: Math.floor(key.cell / ports.length), column: key.cell % ports.length });
  };
  const under = (event: MouseEvent) => cursorAt(event, heat, scroller.current?.scrollTop ?? 0);
  const openUnder = (event: MouseEvent): void => {
    const at = under(event);
    if (at !== null) open(at);
  };
  return (
    <div class="stack">
      <p class="soft heat-words" aria-live="polite">
        {cursor === null ? t('hosts.heatHelp', { n: ports.length }) : wordsOf(heat, cursor)}
      </p>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it is an application of its own, with a name and keys. */}
      <div
        ref={scroller}
        class="card heat"
        role="application"
        aria-label={`${t('hosts.heat')}. ${t('hosts.heatHelp', { n: ports.length })}`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: see above.
        tabIndex={0}
        onScroll={draw}
        onKeyDown={onKeyDown}
      >
        <canvas
          ref={canvas}
          aria-hidden="true"
          onPointerMove={(event) => setCursor(under(event))}
          onPointerLeave={() => setCursor(null)}
          onClick={openUnder}
        />
        <div style={{ height: `${rows.length * CELL_PX + HEAD_PX}px` }} class="heat-room" />
      </div>
    </div>
  );
};
