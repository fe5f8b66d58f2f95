import { addressMap } from '#dashboard/api/calls.ts';
import { place, rewrite } from '#dashboard/app/location.ts';
import { linkTo } from '#dashboard/app/route.ts';
import { usePolled } from '#dashboard/app/use-polled.ts';
import { Empty } from '#dashboard/components/empty.tsx';
import { Loaded } from '#dashboard/components/loaded.tsx';
import { t } from '#dashboard/i18n/locale.ts';
import type { WireAddressMap } from '#shared/domain/wire.ts';
import { MODES, type Mode } from './modes.ts';
import { NetworkMap } from './network-map.tsx';

type Props = { readonly taskId: number; readonly isLive: boolean };

const LIVE_MS = 1500;
const IDLE_MS = 30_000;

const modeOf = (text: string | null): Mode => MODES.find((mode) => mode === text) ?? 'state';

const isEmpty = ({ checked, offsets }: WireAddressMap): boolean =>
  checked.length + offsets.length === 0;

/** The map of a task; while it is probed, what is done so far. Part and colours are in the address of the page. */
export const TaskMap = ({ taskId, isLive }: Props) => {
  // Asked anew when a run has ended: its last chunks came after the last look.
  const polled = usePolled(
    `map ${taskId} ${isLive}`,
    (asked) => addressMap(taskId, asked),
    () => (isLive ? LIVE_MS : IDLE_MS),
  );
  const { path, query } = place.value;
  return (
    <Loaded of={polled}>
      {(map) =>
        isEmpty(map) && !isLive ? (
          <Empty title={t('map.never')} hint={t('map.neverHint')} />
        ) : (
          <NetworkMap
            map={map}
            at={query.get('at')}
            mode={modeOf(query.get('by'))}
            onChange={({ at, mode }) => {
              const by = mode === 'state' ? undefined : mode;
              rewrite(linkTo(path, { at: at ?? undefined, by }));
            }}
          />
        )
      }
    </Loaded>
  );
};
