import { useEffect, useState } from 'preact/hooks';
import { estimate, type NewTask } from '#dashboard/api/calls.ts';
import { messageOf } from '#dashboard/api/problem.ts';
import { dollars, duration, number } from '#dashboard/i18n/format.ts';
import { t } from '#dashboard/i18n/locale.ts';
import type { WireEstimate } from '#shared/domain/wire.ts';

/** Asked for when one has stopped writing. */
const PAUSE_MS = 350;

type Answer = { readonly data?: WireEstimate; readonly error?: unknown };

const useEstimate = (body: NewTask): Answer => {
  const [answer, setAnswer] = useState<Answer>({});
  const key = JSON.stringify(body);
  useEffect(() => {
    if (body.networks.length === 0) return setAnswer({});
    const controller = new AbortController();
    const timer = setTimeout(() => {
      estimate(body, { signal: controller.signal }).then(
        (data) => setAnswer({ data }),
        (error) => controller.signal.aborted || setAnswer({ error }),
      );
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [key]);
  return answer;
};

const factsOf = (data: WireEstimate) =>
  [
    ['addresses', number(data.addresses)],
    ['probes', number(data.probes)],
    ['time', duration(data.seconds)],
    ['cost', data.cost_usd === 0 ? t('tasks.free') : dollars(data.cost_usd)],
    ['pps', number(data.packets_per_second)],
  ] as const;

/** What a run would take, while the task is being written. */
export const EstimateCard = ({ body }: { readonly body: NewTask }) => {
  const { data, error } = useEstimate(body);
  return (
    <section class="card stack estimate" aria-live="polite">
      <h2>{t('form.estimateTitle')}</h2>
      {error !== undefined && <p class="error">{messageOf(error)}</p>}
      {data === undefined && error === undefined && (
        <p class="soft">{t(body.networks.length === 0 ? 'form.fillIn' : 'tasks.estimating')}</p>
      )}
      {data !== undefined && (
        <dl>
          {factsOf(data).map(([name, value]) => (
            <div key={name}>
              <dt>{t(`form.${name}`)}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      <p class="soft small">{t('form.estimateHint')}</p>
    </section>
  );
};
