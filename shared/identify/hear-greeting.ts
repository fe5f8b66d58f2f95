import type { Conversation } from './source.ts';

/** A greeting may come in pieces: after the first one, the next comes within this time, or it was the last. */
const NEXT_PIECE_MS = 150;

const LINE_END = 0x0a;

/** A packet of MySQL says its own length; it has sequence number 0. */
const isWholePacket = (heard: Buffer): boolean =>
  heard.length > 4 && heard[3] === 0 && heard.length >= 4 + heard.readUIntLE(0, 3);

const endsHere = (heard: Buffer): boolean => heard.at(-1) === LINE_END || isWholePacket(heard);

/** What the server says unasked, as latin1; '' when it is silent for `ms`. */
export const hearGreeting = async (conversation: Conversation, ms?: number): Promise<string> => {
  let heard = await conversation.hear((all) => all.length > 0, ms);
  for (let length = 0; heard.length > length && !endsHere(heard); ) {
    length = heard.length;
    heard = await conversation.hear((all) => endsHere(all) || all.length > length, NEXT_PIECE_MS);
  }
  return heard.toString('latin1');
};
