import { t } from '#dashboard/i18n/locale.ts';
import { parseAddress } from '#shared/domain/address.ts';
import { goTo } from './location.ts';
import { linkTo } from './route.ts';

const find = (event: SubmitEvent): void => {
  event.preventDefault();
  const form = event.currentTarget as HTMLFormElement;
  const input = form.elements.namedItem('ip') as HTMLInputElement;
  const ip = input.value.trim();
  if (parseAddress(ip) === null) {
    input.setAttribute('aria-invalid', 'true');
    return;
  }
  input.removeAttribute('aria-invalid');
  form.reset();
  goTo(linkTo(['hosts', ip]));
};

/** Straight to an address. */
export const FindHost = () => (
  <search class="find">
    <form onSubmit={find}>
      <input
        type="search"
        name="ip"
        aria-label={t('app.hosts')}
        placeholder={t('app.hosts')}
        autocomplete="off"
        spellcheck={false}
      />
    </form>
  </search>
);
