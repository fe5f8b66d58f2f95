/** Redis keys of DESIGN.md §5. The first two are the old system's; a list named by a task's key is too. */
export const CRONTAB_HASH = 'network:crontab:task:time';
export const NETWORK_QUEUE = 'network:query:queue';

/** Items claimed from a list: claim token and value → when the claim runs out (milliseconds). */
export const leaseKey = (list: string): string => `netsweep:lease:${list}`;
/** What a claim was given, so that asking again gives the same. */
export const claimKey = (claimId: string): string => `netsweep:claim:${claimId}`;
/** A step that has been applied; applying it again does nothing. */
export const markerKey = (step: string): string => `netsweep:applied:${step}`;
/** Absent: Redis has lost everything, and is rebuilt from Postgres. */
export const EPOCH_KEY = 'netsweep:epoch';
/** List → the run whose slices were put on it, so that leftovers of a run are not taken for an old program's list. */
export const LIST_OWNER_HASH = 'netsweep:run';
/** What stood for no work of ours, the newest last. */
export const QUARANTINE = 'netsweep:quarantine';
/** When a caller's requests so far will have been made up for, in milliseconds. */
export const allowanceKey = (caller: string): string => `netsweep:rl:${caller}`;
