import { describe, expect, it } from 'vitest';
import { presentHost } from '#functions/api/present-host.ts';
import { runHosts } from '#functions/api/run-hosts.ts';
import { taskHosts } from '#functions/api/task-hosts.ts';
import type { IdentifiedPort } from '#shared/domain/observation.ts';
import { wireHost } from '#shared/domain/wire.ts';
import { openPort } from '#test/support/identify-port.ts';
import { principalOf, sampleHost } from '#test/support/samples.ts';

const viewer = principalOf('viewer');

describe('a host', () => {
  it('is shown as the API says', () => {
    expect(wireHost.parse(presentHost(sampleHost({ hostname: 'printer-3' })))).toEqual({
      ip: '10.2.0.7',
      hostname: 'printer-3',
      mac: null,
      vendor: null,
      first_seen: '2026-11-22T10:00:00.000Z',
      last_seen: '2026-11-22T10:00:00.000Z',
      last_checked: '2026-11-22T10:00:00.000Z',
      ports: [
        { port: 22, protocol: 'tcp', state: 'open', reason: 'syn-ack', rtt_ms: 0.8, attempts: 1 },
        { port: 53, protocol: 'udp', state: 'open|filtered', reason: 'no-response', attempts: 2 },
      ],
      counts: { closed: 9, filtered: 3, open_filtered: 1 },
    });
  });

  it('is shown with what is behind its ports and who it is, as far as it is known', () => {
    const tls = {
      subject: 'CN=box',
      issuer: 'CN=box',
      sans: ['box'],
      not_before: '2026-01-02T03:04:05.000Z',
      not_after: '2027-01-02T03:04:05.000Z',
      self_signed: true,
      protocol: 'TLSv1.3',
    };
    const http = { status: 200, title: 'Hello' };
    const port: IdentifiedPort = {
      ...openPort(443),
      ...{ service: 'https', product: 'nginx', version: '1.22.1', banner: 'HTTP/1.1', tls, http },
    };
    const identity = {
      names: [{ name: 'box', source: 'tls' }],
      workgroup: 'HOME',
      description: null,
      identified: 'partial',
    } as const;
    const shown = wireHost.parse(presentHost(sampleHost({ ports: [port], identity })));
    const { rttMs, ...rest } = port;
    expect(shown.ports).toEqual([{ ...rest, rtt_ms: rttMs }]);
    expect(shown).toMatchObject({
      names: identity.names,
      workgroup: 'HOME',
      identified: 'partial',
    });
    expect(shown).not.toHaveProperty('description');
  });

  it('that answers everything is shown with the evidence', () => {
    const evidence = { network: '10.2.0.0/24', addresses: 256, asked: 1280, open: 1279 };
    const answersEverything = { ...evidence, samplePorts: [22, 80] };
    const host = sampleHost({ ip: '10.2.0.0', ports: [], answersEverything });
    expect(wireHost.parse(presentHost(host)).answers_everything).toEqual({
      ...evidence,
      sample_ports: [22, 80],
    });
  });
});

describe('the hosts of a run', () => {
  it('come page by page in the order of addresses, and say whether they are all', async () => {
    const asked: unknown[] = [];
    const hosts = {
      ofRun: async (id: number, at: { limit: number; after?: string }) => {
        asked.push({ id, ...at });
        return { hosts: [sampleHost()], next: '10.2.0.7', complete: false };
      },
    };
    const first = await runHosts(70, { limit: 1 }, viewer, { hosts });
    expect(first).toMatchObject({ hosts: [{ ip: '10.2.0.7' }], complete: false });
    await runHosts(70, { limit: 1, cursor: first.next ?? '' }, viewer, { hosts });
    expect(asked).toEqual([
      { id: 70, limit: 1 },
      { id: 70, limit: 1, after: '10.2.0.7' },
    ]);
  });

  it('of a run that is not theirs are not there', async () => {
    const none = runHosts(70, { limit: 1 }, viewer, {
      hosts: { ofRun: async () => null },
    });
    await expect(none).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('the hosts of a task', () => {
  it('are narrowed down by what is asked, no more', async () => {
    const asked: unknown[] = [];
    const hosts = {
      ofTask: async (_id: number, at: object) => {
        asked.push(at);
        return { hosts: [], next: null };
      },
    };
    const page = await taskHosts(7, { limit: 9, port: 22, vendor: 'Brother' }, viewer, { hosts });
    expect(page).toEqual({ hosts: [], next: null });
    expect(asked).toEqual([{ limit: 9, port: 22, vendor: 'Brother' }]);
  });
});
