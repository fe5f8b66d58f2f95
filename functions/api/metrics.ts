import { Gauge, Registry } from 'prom-client';
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

/** What Prometheus reads: counts of what the caller sees. */
export const metrics = async (principal: Principal, { measures }: Deps): Promise<TextReply> => {
  const registry = new Registry();
  for (const [name, help, samples] of samplesOf(await measures(viewerOf(principal)))) {
    if (samples.length === 0) continue;
    const labelNames = [...new Set(samples.flatMap(([labels]) => Object.keys(labels)))];
    const gauge = new Gauge({ name, help, labelNames, registers: [registry] });
    for (const [labels, value] of samples) gauge.set(labels, value);
  }
  return { text: await registry.metrics(), headers: {} };
};
