import type { Principal } from '#shared/runtime/auth.ts';
import type { Viewer } from '#shared/store/viewer.ts';

/** On whose behalf the stores are read and written. */
export const viewerOf = ({ owner, role }: Principal): Viewer => ({
  owner,
  isAdmin: role === 'admin',
});
