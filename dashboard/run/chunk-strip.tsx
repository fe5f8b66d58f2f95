import { number, percent } from '#dashboard/i18n/format.ts';
import { t } from '#dashboard/i18n/locale.ts';
import type { WireRun } from '#shared/domain/wire.ts';

/** Chunks beyond this many share a segment. */
const MOST_SEGMENTS = 128;

type Kind = 'done' | 'failed' | 'open';

const kindAt = ({ total, done, failed }: WireRun['chunks'], at: number): Kind => {
  if (at < done / total) return 'done';
  return at < (done + failed) / total ? 'failed' : 'open';
};

/** How far a run is, chunk by chunk. */
export const ChunkStrip = ({ run }: { readonly run: WireRun }) => {
  const { chunks } = run;
  const segments = Math.max(1, Math.min(chunks.total, MOST_SEGMENTS));
  const words = t('run.chunks', { done: number(chunks.done), total: number(chunks.total) });
  return (
    <div class="chunks">
      <div class="row between">
        <strong class="percent">{percent(run.percent / 100)}</strong>
        <span class="soft">
          {words}
          {chunks.failed > 0 && `, ${t('run.chunksFailed', { n: number(chunks.failed) })}`}
        </span>
      </div>
      <div
        class="bar"
        role="progressbar"
        aria-label={t('run.progress')}
        aria-valuenow={run.percent}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuetext={`${percent(run.percent / 100)}, ${words}`}
      >
        <div class="judged" style={{ width: `${run.percent}%` }} />
        <div class="segments-of-run">
          {Array.from({ length: segments }, (_, index) => (
            <span key={index} class={kindAt(chunks, index / segments)} />
          ))}
        </div>
      </div>
    </div>
  );
};
