import { brief } from '#shared/domain/brief.ts';
import type { Change } from '#shared/domain/change.ts';
import { lineOf } from '#shared/domain/change-lines.ts';
import type { WebhookFormat } from '#shared/domain/webhook.ts';
import type { Claimed } from '#shared/store/deliveries.ts';

export type Told = Pick<Claimed, 'id' | 'createdAt' | 'runId' | 'task'> & {
  readonly changes: readonly Change[];
  /** Of which `changes` may be but the most urgent. */
  readonly total: number;
};

type Template = {
  /** Changes that are read for it, at most. */
  readonly limit: number;
  readonly isUrgentFirst: boolean;
  readonly type: string;
  readonly write: (told: Told) => string;
};

/** A change as it is told: as the API shows it, with long lists cut. */
export const tellingOf = (change: Change) => ({
  id: change.id,
  task_id: change.taskId,
  run_id: change.runId,
  at: change.at.toISOString(),
  kind: change.kind,
  ip: change.ip,
  protocol: change.protocol,
  port: change.port,
  before: brief(change.before),
  after: brief(change.after),
  severity: change.severity,
});

const json = (told: Told): string =>
  JSON.stringify({
    id: told.id,
    type: told.runId === null ? 'ping' : 'changes',
    created_at: told.createdAt.toISOString(),
    run_id: told.runId,
    task: told.task,
    changes: told.changes.map(tellingOf),
  });

const headOf = ({ task, runId, total }: Told): string => {
  if (runId === null) return 'Netsweep: this webhook works.';
  const name = task?.label ? `${task.label} (${task.network})` : (task?.network ?? '');
  return `Netsweep: ${total} ${total === 1 ? 'change' : 'changes'} in ${name}, run ${runId}`;
};

const linesOf = (told: Told): string[] => {
  const rest = told.total - told.changes.length;
  return [...told.changes.map(lineOf), ...(rest > 0 ? [`… and ${rest} more`] : [])];
};

/** What Slack reads as markup: https://docs.slack.dev/messaging/formatting-message-text */
const unmarked = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('`', "'");

const slack = (told: Told): string => {
  const lines = linesOf(told).map(unmarked);
  const list = lines.length === 0 ? '' : `\n\`\`\`\n${lines.join('\n')}\n\`\`\``;
  return JSON.stringify({ text: `*${unmarked(headOf(told))}*${list}` });
};

const digest = (told: Told): string => `${[headOf(told), ...linesOf(told)].join('\n')}\n`;

/** Each format of a webhook. JSON comes in parts of 500 changes; the others tell the most urgent in one message. */
export const TEMPLATES: Readonly<Record<WebhookFormat, Template>> = {
  json: { limit: 500, isUrgentFirst: false, type: 'application/json', write: json },
  slack: { limit: 30, isUrgentFirst: true, type: 'application/json', write: slack },
  digest: { limit: 200, isUrgentFirst: true, type: 'text/plain; charset=utf-8', write: digest },
};
