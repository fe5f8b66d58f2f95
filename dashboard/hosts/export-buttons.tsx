import { useState } from 'preact/hooks';
import { Button } from '#dashboard/components/button.tsx';
import { Failure } from '#dashboard/components/failure.tsx';
import { t } from '#dashboard/i18n/locale.ts';
import type { WireTask } from '#shared/domain/wire.ts';
import { exportHosts, FORMATS, type Format } from './export-hosts.ts';

const LABELS: Record<Format, string> = { csv: 'CSV', jsonl: 'JSON', xml: 'XML' };

export const ExportButtons = ({ task }: { readonly task: WireTask }) => {
  const [parts, setParts] = useState<number | null>(null);
  const [error, setError] = useState<unknown>();
  const start = async (format: Format): Promise<void> => {
    setError(undefined);
    setParts(0);
    await exportHosts(task, format, setParts).catch(setError);
    setParts(null);
  };
  return (
    <fieldset class="row" aria-label={t('hosts.export')}>
      {parts === null ? (
        <>
          <span>{t('hosts.export')}:</span>
          {FORMATS.map((format) => (
            <Button key={format} onClick={() => start(format)}>
              {LABELS[format]}
            </Button>
          ))}
        </>
      ) : (
        <span role="status">{t('hosts.exporting', { n: parts })}</span>
      )}
      {error !== undefined && <Failure error={error} />}
    </fieldset>
  );
};
