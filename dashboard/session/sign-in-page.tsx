import { useState } from 'preact/hooks';
import { signInWays } from '#dashboard/api/calls.ts';
import { messageOf } from '#dashboard/api/problem.ts';
import { usePolled } from '#dashboard/app/use-polled.ts';
import { Button } from '#dashboard/components/button.tsx';
import { Field } from '#dashboard/components/field.tsx';
import { Notice } from '#dashboard/components/notice.tsx';
import { t } from '#dashboard/i18n/locale.ts';
import type { WireSignIn } from '#shared/domain/wire.ts';
import { oidcFailure } from './finish-oidc.ts';
import { wasRefused } from './refused.ts';
import { signInWith } from './token.ts';
import './sign-in-page.css';

const TokenForm = () => {
  const [text, setText] = useState('');
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (text.trim() !== '') signInWith(text.trim());
  };
  return (
    <form class="stack" onSubmit={submit}>
      <Field label={t('signIn.token')} hint={t('signIn.hint')}>
        <input
          type="password"
          autocomplete="off"
          value={text}
          onInput={({ currentTarget }) => setText(currentTarget.value)}
        />
      </Field>
      <Button kind="primary" type="submit">
        {t('signIn.submit')}
      </Button>
    </form>
  );
};

const IssuerButton = ({ oidc }: { readonly oidc: NonNullable<WireSignIn['oidc']> }) => {
  const start = async (): Promise<void> => {
    const { startOidc } = await import('./oidc.ts');
    await startOidc(oidc).catch((error) => {
      oidcFailure.value = messageOf(error);
    });
  };
  return <Button onClick={start}>{t('signIn.oidc', { issuer: new URL(oidc.issuer).host })}</Button>;
};

/** By a token, or at the issuer where the deployment names one. */
export const SignInPage = () => {
  const { data } = usePolled('sign-in', signInWays);
  return (
    <div class="sign-in card stack">
      <h1>{t('signIn.title')}</h1>
      {wasRefused.value && <Notice kind="bad">{t('signIn.refused')}</Notice>}
      {oidcFailure.value !== null && (
        <Notice kind="bad">{t('signIn.failed', { why: oidcFailure.value })}</Notice>
      )}
      {data?.oidc && <IssuerButton oidc={data.oidc} />}
      <TokenForm />
    </div>
  );
};
