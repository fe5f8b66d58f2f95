import * as z from 'zod';

/** What may differ from one generation of a task to the next. */
export const CHANGE_KINDS = [
  'host-appeared',
  'host-returned',
  'host-vanished',
  'port-opened',
  'port-closed',
  'service-changed',
  'version-changed',
  'certificate-changed',
  'certificate-expiring',
  'hostname-changed',
  'mac-changed',
  'middlebox-appeared',
  'middlebox-vanished',
] as const;
export const changeKind = z.enum(CHANGE_KINDS);
export type ChangeKind = z.infer<typeof changeKind>;

/** The most urgent last. Rules in Postgres say which change is what. */
export const SEVERITIES = ['info', 'low', 'medium', 'high'] as const;
export const severity = z.enum(SEVERITIES);
export type Severity = z.infer<typeof severity>;

/** A difference between two generations. */
export type Difference = {
  readonly kind: ChangeKind;
  readonly ip: string;
  readonly protocol: 'tcp' | 'udp' | null;
  readonly port: number | null;
  /** What was known before and what is known now, as far as it differs; null where there is nothing. */
  readonly before: unknown;
  readonly after: unknown;
  readonly severity: Severity;
};

/** A difference as it was found once, when its run was done. */
export type Change = Difference & {
  /** Ascends in the order in which changes can be read, so whoever has read one has read all below it. */
  readonly id: number;
  readonly taskId: number;
  readonly runId: number;
  readonly at: Date;
  /** It was in the task's baseline of what is as it should be. */
  readonly expected: boolean;
  readonly note: string | null;
  /** When somebody said that they know of it, and who. */
  readonly acknowledgedAt: Date | null;
  readonly acknowledgedBy: string | null;
};
