import type { Principal } from '#shared/runtime/auth.ts';
import type { TextReply } from '#shared/runtime/route.ts';
import type { Measures } from '#shared/store/measures.ts';
import type { Viewer } from '#shared/store/viewer.ts';
import { viewerOf } from './viewer-of.ts';

export type Deps = { readonly measures: (viewer: Viewer) => Promise<Measures> };
type Sample = readonly [labels: Readonly<Record<string, string>>, value: number];

/** Of Prometheus's text format: https://prometheus.io/docs/instrumenting/exposition_formats/ */
export const METRICS_MEDIA = 'text/plain';

const samplesOf = (measures: Measures): [name: string, help: string, Sample[]][] => [
  ['netsweep_tasks', 'Tasks that there are.', [[{}, measures.tasks]]],
  ['netsweep_hosts_online', 'Hosts in current generations.', [[{}, measures.hostsOnline]]],
  [
    'netsweep_last_done_timestamp_seconds',
    'When the newest run was done.',
    measures.lastDone === null ? [] : [[{}, measures.lastDone.getTime() / 1000]],
  ],
  [
    'netsweep_runs',
    'Runs by how far they are.',
    measures.runs.map(({ state, n }) => [{ state }, n]),
  ],
  [
    'netsweep_changes',
    'Changes that were found.',
    measures.changes.map(({ kind, severity, isKnown, n }) => [
      { kind, severity, acknowledged: String(isKnown) },
      n,
    ]),
  ],
  [
    'netsweep_deliveries',
    'Deliveries to webhooks.',
    measures.deliveries.map(({ state, n }) => [{ state }, n]),
  ],
];

/** Label values are words of ours, so nothing in them needs to be escaped. */
const lineOf = (name: string, [labels, value]: Sample): string => {
  const pairs = Object.entries(labels).map(([key, word]) => `${key}="${word}"`);
  return `${name}${pairs.length > 0 ? `{${pairs.join(',')}}` : ''} ${value}\n`;
};

/** What Prometheus reads: counts of what the caller sees. */
export const metrics = async (principal: Principal, { measures }: Deps): Promise<TextReply> => {
  const counted = samplesOf(await measures(viewerOf(principal)));
  const families = counted
    .filter(([, , samples]) => samples.length > 0)
    .map(([name, help, samples]) => {
      const lines = samples.map((sample) => lineOf(name, sample)).join('');
      return `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${lines}`;
    });
  return { text: families.join(''), headers: {} };
};
