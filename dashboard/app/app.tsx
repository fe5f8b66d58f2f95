import { useEffect } from 'preact/hooks';
import { Failure } from '#dashboard/components/failure.tsx';
import { t } from '#dashboard/i18n/locale.ts';
import { finishOidc } from '#dashboard/session/finish-oidc.ts';
import { SignInPage } from '#dashboard/session/sign-in-page.tsx';
import { token } from '#dashboard/session/token.ts';
import { lookAgain, watchWho, who, whoError } from '#dashboard/session/who.ts';
import { Header } from './header.tsx';
import { CurrentPage } from './pages.tsx';
import './app.css';

/** What is behind the door. Who asks is found out meanwhile: what only some may is offered once that is known. */
const Inside = () =>
  who.value === null && whoError.value !== null ? (
    <Failure error={whoError.value} retry={lookAgain} />
  ) : (
    <CurrentPage />
  );

export const App = () => {
  useEffect(() => {
    finishOidc();
    return watchWho();
  }, []);
  return (
    <>
      <button type="button" class="skip" onClick={skipToMain}>
        {t('app.skip')}
      </button>
      <Header />
      <main id="main" tabIndex={-1}>
        {token.value === null ? <SignInPage /> : <Inside />}
      </main>
    </>
  );
};

/** No link: the fragment of the address is the place in the page. */
const skipToMain = (): void => {
  document.getElementById('main')?.focus();
};
