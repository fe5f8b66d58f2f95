import { t } from '#dashboard/i18n/locale.ts';
import icon from '#dashboard/icon.svg';
import { token } from '#dashboard/session/token.ts';
import { FindHost } from './find-host.tsx';
import { place } from './location.ts';
import { linkTo } from './route.ts';
import { Tools } from './tools.tsx';

const Brand = () => (
  <a class="brand" href={linkTo(['tasks'])}>
    <img src={icon} alt="" width="22" height="22" />
    Netsweep
  </a>
);

export const Header = () => {
  const isIn = token.value !== null;
  const isTasks = ['tasks', 'runs', undefined].includes(place.value.path[0]);
  return (
    <header class="top">
      <Brand />
      {isIn && (
        <>
          <nav>
            <a href={linkTo(['tasks'])} aria-current={isTasks ? 'page' : undefined}>
              {t('app.tasks')}
            </a>
          </nav>
          <FindHost />
        </>
      )}
      <Tools isAlone={!isIn} />
    </header>
  );
};
