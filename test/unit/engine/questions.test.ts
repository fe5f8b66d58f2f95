import { describe, expect, it } from 'vitest';
import { parsePorts } from '#shared/domain/ports.ts';
import type { Discovery } from '#shared/engine/engine.ts';
import { questionsFor } from '#shared/engine/questions.ts';

const questions = (
  tcp: string,
  udp: string,
  discovery: Discovery,
  untestableTcpPorts: number[] = [],
) => {
  const all = questionsFor(
    { tcpPorts: parsePorts(tcp), udpPorts: parsePorts(udp) },
    { discovery, untestableTcpPorts },
  );
  const portsAt = (indexes: Uint32Array) => [...indexes].map((i) => all.ports[i]);
  return {
    ...all,
    first: portsAt(all.order.subarray(0, all.firstCount)),
    later: portsAt(all.order.subarray(all.firstCount)),
  };
};

describe('questions', () => {
  it('asks all of 16 ports at once with auto, and a few of 17', () => {
    expect(questions('1-10', '1-6', 'auto').firstCount).toBe(16);
    const many = questions('1-17', '', 'auto');
    expect(many.firstCount).toBe(8);
    expect(many.later.length).toBe(9);
  });

  it('asks the likeliest of the asked ports first', () => {
    const { first } = questions('1-1000,3389,8080', '', 'fast');
    expect(first.length).toBe(12);
    expect(first).toEqual(expect.arrayContaining([22, 80, 443, 445, 3389, 8080]));
  });

  it('asks only ports that were asked for, likely or not', () => {
    const { first, later } = questions('20000-20100', '', 'fast');
    expect(first.length).toBe(12);
    expect(later.length).toBe(89);
    expect([...first, ...later].every((port) => (port ?? 0) >= 20_000)).toBe(true);
  });

  it('with fast and few ports asks a fifth of them first, two at least', () => {
    const p10 = questions('21-23,80,139,443,445,3306,3389,8080', '', 'fast');
    expect(p10.first).toEqual([80, 443]);
    expect(questions('22,80,443', '', 'fast').firstCount).toBe(2);
    expect(questions('9', '', 'fast').firstCount).toBe(1);
  });

  it('adds to the few every asked UDP port whose service can be made to speak', () => {
    const { first } = questions('1-100', '53,123,161,9999', 'fast');
    expect(first.filter((port) => [53, 123, 161].includes(port ?? 0)).length).toBeGreaterThan(2);
    expect(first).not.toContain(9999);
  });

  it('manages with UDP ports alone', () => {
    const { first, later } = questions('', '30000-30099', 'auto');
    expect(first.length).toBe(12);
    expect(later.length).toBe(88);
  });

  it('does not ask what our own network blocks', () => {
    const { ports, first } = questions('25,80', '', 'auto', [25]);
    expect([...ports]).toEqual([25, 80]);
    expect(first).toEqual([80]);
  });

  it('asks a few likely ports where none was asked', () => {
    const { first, later, livenessOnly } = questions('', '', 'auto');
    expect(livenessOnly).toBe(true);
    expect(first).toEqual(expect.arrayContaining([22, 80, 443]));
    expect(later).toEqual([]);
  });

  it('holds both full ranges', () => {
    const { ports, order } = questions('1-65535', '1-65535', 'thorough');
    expect(ports.length).toBe(131_070);
    expect(new Set(order).size).toBe(131_070);
  });
});
