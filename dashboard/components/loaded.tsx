import type { ComponentChildren } from 'preact';
import { messageOf } from '#dashboard/api/problem.ts';
import type { Polled } from '#dashboard/app/use-polled.ts';
import { t } from '#dashboard/i18n/locale.ts';
import { Failure } from './failure.tsx';
import { Notice } from './notice.tsx';

type Props<T> = {
  readonly of: Polled<T>;
  readonly children: (data: T) => ComponentChildren;
};

const Loading = () => (
  <p class="soft" role="status">
    {t('app.loading')}
  </p>
);

/** What was loaded, or that it is loading, or why it could not be; old data stay, and say that they are old. */
export const Loaded = <T,>({ of: { data, error, reload }, children }: Props<T>) => {
  if (data === undefined)
    return error === undefined ? <Loading /> : <Failure error={error} retry={reload} />;
  return (
    <>
      {error !== undefined && (
        <Notice kind="warn">{t('app.stale', { why: messageOf(error) })}</Notice>
      )}
      {children(data)}
    </>
  );
};
