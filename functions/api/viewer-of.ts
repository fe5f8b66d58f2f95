import { mergeNetworks } from '#shared/domain/merge-networks.ts';
import { formatNetwork, type Network } from '#shared/domain/network.ts';
import type { Principal } from '#shared/runtime/auth.ts';
import type { Viewer } from '#shared/store/viewer.ts';

/** On whose behalf the stores are read and written. */
export const viewerOf = ({ id, owner, role, scopes, via }: Principal): Viewer => ({
  owner,
  isAdmin: role === 'admin',
  scopes: joined(scopes).map(formatNetwork),
  ...(via && { actor: { principal: id, ...via } }),
});

/** Joined as far as can be, so that what lies in several together lies in one. */
const joined = (scopes: readonly Network[]): Network[] =>
  ([4, 6] as const).flatMap((family) =>
    mergeNetworks(
      scopes.filter((scope) => scope.family === family),
      0,
    ),
  );
