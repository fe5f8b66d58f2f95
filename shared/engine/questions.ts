import { LIVENESS_TCP_PORTS } from '#shared/domain/liveness.ts';
import type { Ports } from '#shared/domain/ports.ts';
import { firstQuestions } from './discovery.ts';
import type { Limits, Targets } from './engine.ts';
import { QUESTION, type Question } from './question.ts';

/** What one address is asked, the same for each: a list of questions, and the order in which they are put. */
export type Questions = {
  /** Asked TCP ports ascending, asked UDP ports ascending, then liveness ports where nothing else can be probed. */
  readonly ports: Uint16Array;
  /** Values of QUESTION. */
  readonly kinds: Uint8Array;
  /** Indexes of the questions that are probed: `firstCount` for every address, the rest for those that are up. */
  readonly order: Uint32Array;
  readonly firstCount: number;
  /** The first answer settles the whole address. */
  readonly livenessOnly: boolean;
};

/** Turns the asked ports into questions. With no port that can be probed, a few likely ones tell which addresses are up. */
export const questionsFor = (
  { tcpPorts, udpPorts }: Pick<Targets, 'tcpPorts' | 'udpPorts'>,
  { discovery, untestableTcpPorts }: Pick<Limits, 'discovery' | 'untestableTcpPorts'>,
): Questions => {
  const blocked = new Set(untestableTcpPorts);
  const tcp = numbersOf(tcpPorts).map((port): Question => {
    return { port, kind: blocked.has(port) ? QUESTION.untestable : QUESTION.tcp };
  });
  const udp = numbersOf(udpPorts).map((port): Question => ({ port, kind: QUESTION.udp }));
  const asked = [...tcp, ...udp];
  const livenessOnly = asked.every(({ kind }) => kind === QUESTION.untestable);
  const questions = livenessOnly ? [...asked, ...livenessQuestions(blocked)] : asked;
  return { ...ordered(questions, livenessOnly ? 'thorough' : discovery), livenessOnly };
};

const numbersOf = (ports: Ports): number[] =>
  ports.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, i) => from + i));

const livenessQuestions = (blocked: ReadonlySet<number>): Question[] =>
  numbersOf(LIVENESS_TCP_PORTS)
    .filter((port) => !blocked.has(port))
    .map((port) => ({ port, kind: QUESTION.liveness }));

const ordered = (
  questions: readonly Question[],
  discovery: Limits['discovery'],
): Omit<Questions, 'livenessOnly'> => {
  const probed = questions.filter(({ kind }) => kind !== QUESTION.untestable);
  const first = firstQuestions(probed, discovery);
  const indexes = [...questions.keys()];
  const indexesWhere = (holds: (question: Question) => boolean): number[] =>
    indexes.filter((i) => holds(questions[i] as Question));
  const now = indexesWhere((question) => first.has(question));
  const later = indexesWhere(
    (question) => question.kind !== QUESTION.untestable && !first.has(question),
  );
  return {
    ports: Uint16Array.from(questions, ({ port }) => port),
    kinds: Uint8Array.from(questions, ({ kind }) => kind),
    order: Uint32Array.from([...now, ...later]),
    firstCount: now.length,
  };
};
