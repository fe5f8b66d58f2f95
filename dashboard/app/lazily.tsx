import type { ComponentType, JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Failure } from '#dashboard/components/failure.tsx';
import { t } from '#dashboard/i18n/locale.ts';

/** A component whose code is fetched when it is shown first. */
export const lazily = <Props extends object>(load: () => Promise<ComponentType<Props>>) => {
  let Made: ComponentType<Props> | null = null;
  return (props: Props & JSX.IntrinsicAttributes) => {
    const [, setMade] = useState(Made !== null);
    const [error, setError] = useState<unknown>();
    useEffect(() => {
      if (Made !== null) return;
      load().then((made) => {
        Made = made;
        setMade(true);
      }, setError);
    }, []);
    if (Made !== null) return <Made {...props} />;
    // A page that is older than the deployment asks for files that are gone.
    if (error !== undefined) return <Failure error={error} retry={() => location.reload()} />;
    return (
      <p class="soft" role="status">
        {t('app.loading')}
      </p>
    );
  };
};
