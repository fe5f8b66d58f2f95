import { messageOf } from '#dashboard/api/problem.ts';
import { t } from '#dashboard/i18n/locale.ts';
import { Button } from './button.tsx';
import { Notice } from './notice.tsx';

type Props = { readonly error: unknown; readonly retry?: () => void };

/** No answer at all, in the reader's words; everything else as the API says it. */
const wordsOf = (error: unknown): string =>
  error instanceof TypeError ? t('app.offline') : messageOf(error);

export const Failure = ({ error, retry }: Props) => (
  <Notice kind="bad" title={t('app.failed')}>
    <p>{wordsOf(error)}</p>
    {retry && <Button onClick={retry}>{t('app.retry')}</Button>}
  </Notice>
);
