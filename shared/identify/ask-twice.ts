import { askByUdp, type UdpQuestion } from './udp-question.ts';

/** Answers of hosts far away take a quarter of a second; two such waits stay well below a source's 2 s. */
const WAIT_MS = 600;

/** Sends a datagram, and once more where nobody answered; null when both were silent, or the port is closed. */
export const askTwice = async (question: UdpQuestion, waitMs = WAIT_MS): Promise<Buffer | null> => {
  const patience = AbortSignal.timeout(waitMs);
  const signal = AbortSignal.any([question.signal, patience]);
  const answer = await askByUdp({ ...question, signal });
  // A null before the time was over is a port that is closed, and says no more the second time.
  if (answer !== null || !patience.aborted || question.signal.aborted) return answer;
  const last = AbortSignal.any([question.signal, AbortSignal.timeout(waitMs)]);
  return askByUdp({ ...question, signal: last });
};
