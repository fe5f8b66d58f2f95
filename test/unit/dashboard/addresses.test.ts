import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linkTo, placeOf } from '#dashboard/app/route.ts';
import {
  filterHosts,
  filterOf,
  type HostFilter,
  queryOf,
  SORTS,
} from '#dashboard/hosts/host-filter.ts';
import { rowOf } from '#dashboard/hosts/host-row.ts';
import { commonPorts, commonServices } from '#dashboard/hosts/port-counts.ts';
import { filterTasks } from '#dashboard/tasks/filter-tasks.ts';
import { firstNetwork } from '#dashboard/tasks/first-network.ts';
import { sparklinePath } from '#dashboard/tasks/sparkline-path.ts';
import { presentHost } from '#functions/api/present-host.ts';
import { presentTask } from '#functions/api/present-task.ts';
import { sampleHost, sampleTask } from '#test/support/samples.ts';

const anyText = fc.string({ unit: 'grapheme', maxLength: 20 });

describe('a place in the page', () => {
  it('is what its address says, whatever it is', () => {
    const part = anyText.filter((text) => text !== '');
    fc.assert(
      fc.property(
        fc.array(part),
        fc.dictionary(fc.stringMatching(/^[a-z]+$/), part),
        (path, query) => {
          const place = placeOf(linkTo(path, query));
          expect(place.path).toEqual(path);
          expect(Object.fromEntries(place.query)).toEqual(query);
        },
      ),
    );
  });

  it('is somewhere, whatever the address bar says', () => {
    fc.assert(fc.property(anyText, (text) => void placeOf(`#${text}`)));
    expect(placeOf('#/tasks/%zz').path).toEqual(['tasks', '%zz']);
  });
});

describe('the filter of hosts', () => {
  const filter: fc.Arbitrary<HostFilter> = fc.record({
    text: anyText,
    port: fc.option(fc.integer({ min: 1, max: 65_535 })),
    service: anyText,
    sort: fc.constantFrom(...SORTS),
    view: fc.constantFrom('list' as const, 'heat' as const),
  });

  it('is in the address, all of it', () => {
    fc.assert(
      fc.property(filter, (one) => {
        expect(filterOf(placeOf(linkTo(['hosts'], queryOf(one))).query)).toEqual(one);
      }),
    );
  });

  it('takes nothing that is no port, order or view', () => {
    const query = new URLSearchParams('port=99999&sort=x&view=y');
    expect(filterOf(query)).toEqual({
      text: '',
      port: null,
      service: '',
      sort: 'ip',
      view: 'list',
    });
  });

  const rows = [
    ['10.0.0.1', 'b', 80, 'http'],
    ['10.0.0.2', null, 22, 'ssh'],
    ['10.0.0.10', 'a', 22, 'ssh'],
  ].map(([ip, hostname, port, service], index) => {
    const [first] = sampleHost().ports;
    const ports = first ? [{ ...first, port: Number(port), service: String(service) }] : [];
    const host = sampleHost({ ip: String(ip), hostname: hostname as string | null, ports });
    return rowOf(presentHost(host), index);
  });
  const shown = (change: Partial<HostFilter>) =>
    filterHosts(rows, {
      text: '',
      port: null,
      service: '',
      sort: 'ip',
      view: 'list',
      ...change,
    }).map(({ host }) => host.ip);

  it('shows those that match all of it, in its order', () => {
    expect(shown({})).toEqual(['10.0.0.1', '10.0.0.2', '10.0.0.10']);
    expect(shown({ port: 22 })).toEqual(['10.0.0.2', '10.0.0.10']);
    expect(shown({ port: 80, service: 'ssh' })).toEqual([]);
    expect(shown({ text: 'SSH 10.0.0.1' })).toEqual(['10.0.0.10']);
    expect(shown({ sort: 'name' })).toEqual(['10.0.0.10', '10.0.0.1', '10.0.0.2']);
    expect(shown({ sort: '-ip' })).toEqual(['10.0.0.10', '10.0.0.2', '10.0.0.1']);
  });

  it('is offered what is there most', () => {
    expect(commonPorts(rows, 1)).toEqual([22]);
    expect(commonPorts(rows, 5)).toEqual([22, 80]);
    expect(commonServices(rows)).toEqual(['ssh', 'http']);
  });
});

describe('the table of tasks', () => {
  const tasks = [
    presentTask(sampleTask({ label: 'Lab', status: 'done' })),
    presentTask(sampleTask({ id: 8, network: '10.3.0.0/24' })),
  ];

  it('shows tasks that have the status and every word', () => {
    const ids = (text: string, status = '') =>
      filterTasks(tasks, { text, status }).map(({ id }) => id);
    expect([ids(''), ids('lab'), ids('10.3'), ids('lab 10.3'), ids('', 'done')]).toEqual([
      [7, 8],
      [7],
      [8],
      [],
      [7],
    ]);
  });

  it('draws counts inside of its little picture', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 1e9 }), { minLength: 1, maxLength: 30 }), (counts) => {
        const numbers = (sparklinePath(counts, 96, 22).line.match(/[\d.]+/g) ?? []).map(Number);
        expect(numbers).toHaveLength(2 * counts.length);
        numbers.forEach((value, index) => {
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(index % 2 === 0 ? 96 : 22);
        });
      }),
    );
  });

  it('offers a network to begin with, of 256 addresses at most', () => {
    expect(firstNetwork(['127.0.0.0/8'])).toBe('127.0.0.0/24');
    expect(firstNetwork(['10.2.0.16/30', '10.0.0.0/8'])).toBe('10.2.0.16/30');
    expect(firstNetwork(['fd12::/64'])).toBe('fd12::/120');
    expect(firstNetwork([])).toBeNull();
  });
});
