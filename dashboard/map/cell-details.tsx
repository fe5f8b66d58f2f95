import { t } from '#dashboard/i18n/locale.ts';
import { cellWords } from './cell-words.ts';
import type { Cells } from './cells.ts';
import type { View } from './view.ts';

type Props = { readonly cells: Cells; readonly view: View; readonly offset: number | null };

/** The cell that is pointed at, in words. */
export const CellDetails = ({ cells, view, offset }: Props) => {
  const words = offset === null ? null : cellWords(cells, view, offset);
  return (
    <div class="cell-details" aria-live="polite">
      {words === null ? (
        <p class="soft">
          {t('map.hover')} {t('map.help')}
        </p>
      ) : (
        <>
          <strong class="mono">{words.title}</strong>
          {words.facts.map((fact) => (
            <span key={fact}>{fact}</span>
          ))}
        </>
      )}
    </div>
  );
};
