import { t } from '#dashboard/i18n/locale.ts';
import type { HostFilter } from './host-filter.ts';

type Props = {
  readonly filter: HostFilter;
  readonly services: readonly string[];
  readonly onChange: (part: Partial<HostFilter>) => void;
};

const ViewChoice = ({ filter: { view }, onChange }: Pick<Props, 'filter' | 'onChange'>) => (
  <fieldset class="segments" aria-label={`${t('hosts.list')} / ${t('hosts.heat')}`}>
    {(['list', 'heat'] as const).map((name) => (
      <button
        key={name}
        type="button"
        aria-pressed={view === name}
        onClick={() => onChange({ view: name })}
      >
        {t(`hosts.${name}`)}
      </button>
    ))}
  </fieldset>
);

export const HostFilters = ({ filter, services, onChange }: Props) => (
  <div class="row host-filters">
    <input
      type="search"
      aria-label={t('hosts.search')}
      placeholder={t('hosts.search')}
      value={filter.text}
      onInput={({ currentTarget }) => onChange({ text: currentTarget.value })}
    />
    <input
      type="number"
      aria-label={t('hosts.port')}
      placeholder={t('hosts.port')}
      min={1}
      max={65_535}
      value={filter.port ?? ''}
      onInput={({ currentTarget: { valueAsNumber: port } }) =>
        onChange({ port: Number.isInteger(port) ? port : null })
      }
    />
    <select
      aria-label={t('hosts.service')}
      value={filter.service}
      onChange={({ currentTarget }) => onChange({ service: currentTarget.value })}
    >
      <option value="">{t('hosts.service')}</option>
      {[...new Set([filter.service, ...services])]
        .filter((service) => service !== '')
        .map((service) => (
          <option key={service}>{service}</option>
        ))}
    </select>
    <ViewChoice filter={filter} onChange={onChange} />
  </div>
);
