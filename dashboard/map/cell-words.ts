import { ago, number } from '#dashboard/i18n/format.ts';
import { t } from '#dashboard/i18n/locale.ts';
import { CELL_STATES, type Cells, stateAt } from './cells.ts';
import { addressOf, cidrAt, type View } from './view.ts';

const ONLINE = CELL_STATES.indexOf('new');

const onlineIn = ({ states }: Cells, first: number, count: number): number =>
  states.subarray(first, first + count).reduce((sum, state) => sum + (state >= ONLINE ? 1 : 0), 0);

const factsOf = (cells: Cells, offset: number): string[] => {
  const checked = cells.checked[offset] ?? 0;
  const changed = cells.changed[offset] ?? 0;
  const ports = cells.openPorts[offset] ?? 0;
  return [
    t(`map.${stateAt(cells, offset)}`),
    ...(ports > 0 ? [t('map.ports', { n: number(ports) })] : []),
    ...(checked > 0 ? [t('map.checkedAt', { when: ago(checked * 1000) })] : []),
    ...(changed > 0 ? [t('map.changedAt', { when: ago(changed * 1000) })] : []),
  ];
};

/** A cell in words: its address, and what is known of it. */
export const cellWords = (cells: Cells, { layout }: View, offset: number) => {
  const block = layout.kind === 'grid' ? null : offset - (offset % 256);
  const blockWords =
    block === null
      ? []
      : [
          t('map.block', {
            block: cidrAt(cells, block, Math.min(8, cells.bits)),
            n: number(onlineIn(cells, block, 256)),
          }),
        ];
  if (layout.kind === 'overview') return { title: blockWords[0] ?? '', facts: [] };
  return { title: addressOf(cells, offset), facts: [...factsOf(cells, offset), ...blockWords] };
};
