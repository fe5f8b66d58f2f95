import { addressAt, sizeOf } from '#shared/domain/network.ts';
import type { Protocol } from '#shared/domain/observation.ts';
import { parsePorts } from '#shared/domain/ports.ts';
import { networkFrom } from '#test/support/network-from.ts';
import type { Answer, SimulatedHost } from '#test/support/simulated-network.ts';

export type Truth = {
  readonly address: string;
  readonly open: string[];
  readonly counts: { closed: number; filtered: number; openFiltered: number };
};

const numbers = (ports: string): number[] =>
  parsePorts(ports).flatMap(([from, to]) =>
    Array.from({ length: to - from + 1 }, (_, i) => from + i),
  );

/** What a perfect sweep reports: the open ports and the counts of every address that says anything at all. */
export const truthOf = (
  hosts: (host: number) => SimulatedHost | null,
  { network, tcp = '', udp = '' }: { network: string; tcp?: string; udp?: string },
): Truth[] => {
  const slice = networkFrom(network);
  const asked = [
    ...numbers(tcp).map((port) => ({ protocol: 'tcp' as const, port })),
    ...numbers(udp).map((port) => ({ protocol: 'udp' as const, port })),
  ];
  return Array.from({ length: Number(sizeOf(slice)) }, (_, host) => {
    const model = hosts(host);
    const answers = asked.map(({ protocol, port }) => ({
      name: `${port}/${protocol}`,
      protocol,
      answer: model?.answer(protocol, port) ?? 'filtered',
    }));
    const count = (holds: (one: (typeof answers)[number]) => boolean) =>
      answers.filter(holds).length;
    return {
      address: addressAt(slice, host),
      open: answers.filter(({ answer }) => answer === 'open').map(({ name }) => name),
      counts: {
        closed: count(({ answer }) => answer === 'closed'),
        filtered: count((one) => one.answer === 'unreachable' || isSilent('tcp')(one)),
        openFiltered: count(isSilent('udp')),
      },
    };
  }).filter(({ open, counts }) => open.length + counts.closed > 0);
};

const isSilent =
  (asked: Protocol) =>
  ({ protocol, answer }: { protocol: Protocol; answer: Answer }): boolean =>
    protocol === asked && answer === 'filtered';
