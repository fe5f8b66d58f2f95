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

/** What is behind the door. */
const Inside = () => {
  if (who.value !== null) return <CurrentPage />;
  if (whoError.value !== null) return <Failure error={whoError.value} retry={lookAgain} />;
  return (
    <p class="soft" role="status">
      {t('app.loading')}
    </p>
  );
};

export const App = () => {
  useEffect(() => {
    finishOidc();
    return watchWho();
  }, []);
  return (
    <>
      <a class="skip" href="#main" onClick={skipToMain}>
        {t('app.skip')}
      </a>
      <Header />
      <main id="main" tabIndex={-1}>
        {token.value === null ? <SignInPage /> : <Inside />}
      </main>
    </>
  );
};

/** The fragment of the address is the place in the page, so the link itself must not be followed. */
const skipToMain = (event: Event): void => {
  event.preventDefault();
  document.getElementById('main')?.focus();
};
