import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkTaskRequest } from '#shared/domain/check-task.ts';
import { DomainError } from '#shared/domain/errors.ts';
import { forbiddenRange } from '#shared/domain/forbidden.ts';
import { formatNetwork } from '#shared/domain/network.ts';
import { allowedBy } from '#shared/domain/scope.ts';
import { formatTaskKey, parseTaskKey } from '#shared/domain/task-key.ts';
import { networkFrom } from '#test/support/network-from.ts';
import { taskContext } from '#test/support/task-context.ts';

const check = (body: unknown, different = {}) => checkTaskRequest(body, taskContext(different));
const networksOf = (body: unknown) => check(body).map(({ network }) => formatNetwork(network));
const refusal = (code: string, ...errors: [pointer: string, code: string][]) =>
  expect.objectContaining({
    code,
    errors: errors.map(([pointer, error]) => ({ pointer, code: error })),
  });

describe('a task request', () => {
  it('becomes one task a network, complete and canonical', () => {
    const tasks = check({
      networks: ['10.2.0.99/24', '10.3.0.7', 'fd12:3456:789A::/120'],
      tcp_ports: '443,22,8000-8010,8005',
      udp_ports: '53,161',
      schedule: { cron: ['45 1 * * *'], at: [1_999_999_999], timezone: 'Asia/Shanghai' },
      label: 'lab',
      options: { discovery: 'fast', rate: 2000, exclude: ['10.2.0.9/32', '10.2.0.9', '10.3.0.7'] },
    });
    expect(tasks.map(({ key }) => key)).toEqual([
      '10.2.0.0/24&22,443,8000-8010&53,161',
      '10.3.0.7/32&22,443,8000-8010&53,161',
      'fd12:3456:789a::/120&22,443,8000-8010&53,161',
    ]);
    expect(tasks.map(({ options }) => options.exclude)).toEqual([
      ['10.2.0.9/32'],
      ['10.3.0.7/32'],
      [],
    ]);
    expect(tasks[0]).toMatchObject({
      label: 'lab',
      schedule: { cron: ['45 1 * * *'], at: [1_999_999_999], timezone: 'Asia/Shanghai' },
      options: {
        discovery: 'fast',
        rate: 2000,
        rate_per_host: 500,
        patience_ms: 1000,
        keep: 'open',
      },
    });
  });

  it('needs only networks', () => {
    expect(check({ networks: ['10.2.0.0/24'] }, { policy: 'local' })).toEqual([
      {
        network: networkFrom('10.2.0.0/24'),
        tcpPorts: [],
        udpPorts: [],
        key: '10.2.0.0/24&&',
        schedule: null,
        label: null,
        options: {
          discovery: 'auto',
          rate: 5000,
          rate_per_host: null,
          patience_ms: 1000,
          exclude: [],
          keep: 'open',
          identify: true,
          snmp: false,
          fragile: false,
          misses: 2,
          hours: null,
          jitter_seconds: 0,
        },
      },
    ]);
  });

  it('merges the same network written twice, and keeps one inside another', () => {
    expect(
      networksOf({ networks: ['10.2.0.0/24', '10.2.0.7/24', '10.2.0.0-10.2.0.255', '10.2.0.7'] }),
    ).toEqual(['10.2.0.0/24', '10.2.0.7/32']);
  });

  it('takes a schedule without a zone as UTC', () => {
    const [task] = check({ networks: ['10.2.0.1'], schedule: { at: [1_999_999_999] } });
    expect(task?.schedule).toEqual({ cron: [], at: [1_999_999_999], timezone: 'UTC' });
  });

  it('may ask for the loopback where the policy is local', () => {
    const scopes = ['127.0.0.0/8', '::1'].map(networkFrom);
    const networks = ['127.0.0.1/30', '::1'];
    expect(check({ networks }, { scopes, policy: 'local' })).toHaveLength(2);
    expect(() => check({ networks }, { scopes })).toThrow(
      refusal(
        'target-forbidden',
        ['/networks/0', 'forbidden-range'],
        ['/networks/1', 'forbidden-range'],
      ),
    );
  });
});

describe('the checks come in order', () => {
  const wrong = {
    networks: ['0.0.0.0/0', '10.0.0.0/40'],
    tcp_ports: '22,,80',
    schedule: { at: [1] },
    options: { rate: 0 },
  };
  it('schema, grammar, limits, forbidden, scope', () => {
    expect(() => check(wrong)).toThrow(refusal('validation-error', ['/options/rate', 'too-small']));
    expect(() => check({ ...wrong, options: { rate: 1 } })).toThrow(
      refusal('validation-error', ['/networks/1', 'not-a-network'], ['/tcp_ports', 'not-ports']),
    );
    const networks = ['0.0.0.0/0', '172.16.0.1'];
    expect(() => check({ networks, schedule: { at: [1] } })).toThrow(
      refusal('schedule-invalid', ['/schedule/at/0', 'not-in-the-future']),
    );
    expect(() => check({ networks })).toThrow(
      refusal('too-many-addresses', ['/networks', 'too-many-addresses']),
    );
    expect(() => check({ networks: ['172.16.0.1', '169.254.0.1'] })).toThrow(
      refusal('target-forbidden', ['/networks/1', 'forbidden-range']),
    );
    expect(() => check({ networks: ['10.0.0.1', '172.16.0.1'] })).toThrow(
      refusal('scope-denied', ['/networks/1', 'outside-the-scopes']),
    );
  });

  it('the limits are those of all networks together', () => {
    const half = { addresses: 100, probes: 1000, rate: 5000 };
    expect(() =>
      check({ networks: ['10.0.0.0/26'], tcp_ports: '22' }, { limits: half }),
    ).not.toThrow();
    expect(() =>
      check({ networks: ['10.0.0.0/26', '10.1.0.0/26'], tcp_ports: '22' }, { limits: half }),
    ).toThrow(expect.objectContaining({ code: 'too-many-addresses' }));
  });
});

describe('networks', () => {
  it('are 1,000 at most, a range counted as what it becomes', () => {
    const singles = Array.from({ length: 1000 }, (_, i) => `10.${i >> 8}.${i & 255}.1`);
    expect(check({ networks: singles })).toHaveLength(1000);
    expect(() => check({ networks: [...singles, '10.9.9.9'] })).toThrow(
      refusal('validation-error', ['/networks', 'too-big']),
    );
    const ranges = Array.from({ length: 40 }, (_, i) => `10.${i}.0.1-10.${i}.255.254`);
    expect(() => check({ networks: ranges })).toThrow(
      refusal('validation-error', ['/networks/33', 'too-many-networks']),
    );
  });

  it('that are wrong are all named, up to twenty', () => {
    const networks = ['10.0.0.1', ...Array.from({ length: 30 }, () => 'nowhere')];
    const error = errorOf({ networks });
    expect(error?.errors).toHaveLength(20);
    expect(error?.errors[0]).toEqual({ pointer: '/networks/1', code: 'not-a-network' });
  });
});

describe('what is excluded', () => {
  it.each(['10.3.0.0/24', '10.2.0.0/16', '192.168.0.1', '::1'])(
    'must lie inside, %s does not',
    (text) => {
      const body = { networks: ['10.2.0.0/24'], options: { exclude: ['10.2.0.1', text] } };
      expect(() => check(body)).toThrow(
        refusal('validation-error', ['/options/exclude/1', 'outside-the-networks']),
      );
    },
  );

  it('must be a network', () => {
    expect(() => check({ networks: ['10.2.0.0/24'], options: { exclude: ['10.2.1'] } })).toThrow(
      refusal('validation-error', ['/options/exclude/0', 'not-a-network']),
    );
  });
});

const errorOf = (body: unknown): DomainError | undefined => {
  try {
    check(body);
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
  return undefined;
};

it('whatever the body, it is refused with a code, or every task is canonical, allowed and in scope', () => {
  const mostly = (good: fc.Arbitrary<unknown>, wild: fc.Arbitrary<unknown> = fc.jsonValue()) =>
    fc.oneof({ weight: 9, arbitrary: good }, { weight: 1, arbitrary: wild });
  const network = fc.oneof(
    fc.constantFrom('10.0.0.0/24', '10.0.0.9/28', '192.168.7.7', 'fd12:3456:789a::1/120'),
    fc.constantFrom('10.0.0.1-10.0.0.9', '203.0.113.0/25', '10.255.255.255'),
    fc.constantFrom('172.16.0.0/24', '169.254.169.254', '::1', '203.0.112.0/23', '10.0.0.0/8'),
  );
  const text = fc.oneof(fc.ipV4(), fc.ipV4Extended(), fc.ipV6(), fc.string());
  const codeUnit = fc.nat(0xffff).map((code) => String.fromCharCode(code));
  const body = fc.record(
    {
      networks: mostly(fc.array(mostly(network, text), { minLength: 1, maxLength: 3 })),
      tcp_ports: mostly(fc.constantFrom('', '22', '80,22', 'web', '1-65535')),
      udp_ports: mostly(fc.constantFrom('', '53', '161,53')),
      schedule: mostly(fc.constant({ cron: ['0 0 * * *'] })),
      label: mostly(fc.string(), fc.string({ unit: codeUnit })),
      options: mostly(fc.constantFrom({}, { rate: 1 }, { exclude: ['10.0.0.9'] })),
    },
    { requiredKeys: ['networks'] },
  );
  const context = taskContext();
  const expectSound = (value: unknown) => {
    for (const task of checkTaskRequest(value, context)) {
      expect(parseTaskKey(task.key)).toMatchObject({ network: task.network });
      expect(formatTaskKey(task)).toBe(task.key);
      expect(forbiddenRange(task.network, context.policy)).toBeNull();
      expect(allowedBy(context.scopes, task.network)).toBe(true);
    }
  };
  let accepted = 0;
  fc.assert(
    fc.property(body, (value) => {
      try {
        expectSound(value);
        accepted += 1;
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
      }
    }),
    { numRuns: 1000 },
  );
  // Or the generator has stopped saying anything.
  expect(accepted).toBeGreaterThan(50);
});
