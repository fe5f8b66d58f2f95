import { readEndpoints } from '#infra/local/endpoints.ts';
import { isHealthy } from './is-healthy.ts';

/** A stack on this machine that answers. */
export type LiveStack = { readonly pid: number; readonly api: string; readonly token: string };
/** One that this process started, and stops. */
export type OwnStack = LiveStack & {
  readonly stop: () => Promise<void>;
  /** Settles with one line when a part of it ended and the rest cannot go on; when it is stopped, too. */
  readonly failed: Promise<string>;
};

export type StackOptions = {
  /** Its data folder. */
  readonly data: string;
  readonly scopes: string[];
  readonly policy: 'local' | 'lambda';
  readonly clockOffsetSeconds: number;
  /** Made up where absent. */
  readonly adminToken?: string;
  /** Of the API; the system chooses where absent, as it does all others. */
  readonly port?: number;
  /** Further variables of the functions: limits, and who else may say who asks. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly log: (line: string) => void;
};

/** The stack of a data folder: found, or started in this process. */
export type Local = {
  /** Null when none is there, or it does not answer. */
  readonly find: (data: string) => Promise<LiveStack | null>;
  readonly start: (options: StackOptions) => Promise<OwnStack>;
};

const HEALTH_TIMEOUT_MS = 5000;

const find = async (data: string): Promise<LiveStack | null> => {
  const endpoints = await readEndpoints(data);
  if (endpoints === null || !(await isHealthy(endpoints.api, HEALTH_TIMEOUT_MS))) return null;
  const { pid, api, token } = endpoints;
  return { pid, api, token };
};

/** Loaded when it is needed: most commands ask a stack that is there. */
const start = async (options: StackOptions): Promise<OwnStack> => {
  const { startStack } = await import('#infra/local/stack.ts');
  const { endpoints, stop, failed } = await startStack(options);
  const { pid, api, token } = endpoints;
  return { pid, api, token, stop, failed };
};

export const local: Local = { find, start };
