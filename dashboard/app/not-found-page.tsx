import { Empty } from '#dashboard/components/empty.tsx';
import { t } from '#dashboard/i18n/locale.ts';
import { linkTo } from './route.ts';

export const NotFoundPage = () => (
  <Empty title={t('app.notFound')}>
    <a href={linkTo(['tasks'])}>{t('app.back')}</a>
  </Empty>
);
