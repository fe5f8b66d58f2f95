import type { IncomingHttpHeaders } from 'node:http';

/**
 * Whether a request is signed in the name of this access key. The id alone is checked, as a bearer's secret: it is random where
 * it matters, and keeps out other users of this machine and the pages of its browsers.
 */
export const isSignedBy = (accessKeyId: string, headers: IncomingHttpHeaders): boolean =>
  headers.authorization?.includes(`Credential=${accessKeyId}/`) ?? false;
