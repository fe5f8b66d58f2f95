import { Button } from '#dashboard/components/button.tsx';
import { locale, speak, t } from '#dashboard/i18n/locale.ts';
import type { Locale } from '#dashboard/i18n/locales.ts';
import { signOut } from '#dashboard/session/token.ts';
import { who } from '#dashboard/session/who.ts';
import { switchTheme, theme } from '#dashboard/theme/theme.ts';

const LanguageChoice = () => (
  <select
    aria-label={t('app.language')}
    value={locale.value}
    onChange={({ currentTarget }) => speak(currentTarget.value as Locale)}
  >
    <option value="en">English</option>
    <option value="zh" lang="zh-CN">
      中文
    </option>
  </select>
);

const ThemeButton = () => {
  const next = theme.value === 'dark' ? 'light' : 'dark';
  const label = t('app.theme', { theme: t(`app.${next}`) });
  return (
    <Button kind="quiet" aria-label={label} title={label} onClick={switchTheme}>
      <span aria-hidden="true">{theme.value === 'dark' ? '☀' : '☾'}</span>
    </Button>
  );
};

/** Language, theme, and who one is. */
export const Tools = ({ isAlone }: { readonly isAlone: boolean }) => (
  <div class={isAlone ? 'tools alone' : 'tools'}>
    <LanguageChoice />
    <ThemeButton />
    {who.value !== null && (
      <>
        <span class="me" title={`${who.value.label} · ${t(`role.${who.value.role}`)}`}>
          {t(`role.${who.value.role}`)}
        </span>
        <Button kind="quiet" onClick={signOut}>
          {t('app.signOut')}
        </Button>
      </>
    )}
  </div>
);
