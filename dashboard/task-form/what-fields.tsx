import { Field } from '#dashboard/components/field.tsx';
import { t } from '#dashboard/i18n/locale.ts';
import { who } from '#dashboard/session/who.ts';
import type { Draft } from './draft.ts';
import { PortsField, TCP_PRESETS, UDP_PRESETS } from './ports-field.tsx';

type Props = {
  readonly draft: Draft;
  readonly isNew: boolean;
  readonly onChange: (part: Partial<Draft>) => void;
};

const MOST_SCOPES = 4;

const scopesInWords = (): string => {
  const scopes = who.value?.scopes ?? [];
  const rest = scopes.length - MOST_SCOPES;
  return `${scopes.slice(0, MOST_SCOPES).join(', ') || '–'}${rest > 0 ? ` +${rest}` : ''}`;
};

/** What is probed: networks, ports, and what one calls it. */
export const WhatFields = ({ draft, isNew, onChange }: Props) => (
  <>
    {isNew && (
      <Field label={t('form.networks')} hint={t('form.networksHint', { scopes: scopesInWords() })}>
        <textarea
          rows={3}
          required
          autofocus
          spellcheck={false}
          value={draft.networks}
          onInput={({ currentTarget }) => onChange({ networks: currentTarget.value })}
        />
      </Field>
    )}
    <PortsField
      label={t('form.tcp')}
      presets={TCP_PRESETS}
      value={draft.tcp}
      onChange={(tcp) => onChange({ tcp })}
    />
    <PortsField
      label={t('form.udp')}
      presets={UDP_PRESETS}
      value={draft.udp}
      onChange={(udp) => onChange({ udp })}
    />
    <Field label={`${t('form.label')} (${t('form.optional')})`}>
      <input
        type="text"
        maxLength={128}
        value={draft.label}
        onInput={({ currentTarget }) => onChange({ label: currentTarget.value })}
      />
    </Field>
  </>
);
