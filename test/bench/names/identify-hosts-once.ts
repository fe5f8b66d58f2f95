import { readFileSync } from 'node:fs';
import type { HostFindings } from '#shared/domain/observation.ts';
import { identifyingWith } from '#shared/identify/identify-hosts.ts';
import { hostSources, portSources } from '#shared/identify/sources.ts';

/** `node identify-hosts-once.ts FILE`: identifies the hosts of a JSON file, as a scanner would, and writes them as JSON. */
const [, , file = ''] = process.argv;
const hosts: HostFindings[] = JSON.parse(readFileSync(file, 'utf8'));
const limits = { snmp: true, fragile: false, rate: 5000, ratePerHost: null, atOnce: 200 };
const times = { perHostMs: 60_000, deadlineAt: Date.now() + 240_000 };
const startedAt = performance.now();
const identified: HostFindings[] = [];
const identify = identifyingWith({ portSources, hostSources });
for await (const host of identify(hosts, { ...limits, ...times }, new AbortController().signal)) {
  identified.push(host);
}
const seconds = (performance.now() - startedAt) / 1000;
// A resolver that goes nowhere is not waited for, but what was written is.
process.stdout.write(JSON.stringify({ seconds, hosts: identified }), () => process.exit(0));
