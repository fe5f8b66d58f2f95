import type { Conversation, TcpSource } from '#shared/identify/source.ts';

/** MQTT 3.1.1, a clean session of no name, no credentials, keep-alive 10 s. */
const CONNECT = Buffer.from([0x10, 12, 0, 4, ...Buffer.from('MQTT'), 4, 2, 0, 10, 0, 0]);
const VERSION_TOPIC = '$SYS/broker/version';
const SUBSCRIBE = Buffer.from([
  0x82,
  VERSION_TOPIC.length + 5,
  ...[0, 1, 0, VERSION_TOPIC.length],
  ...Buffer.from(VERSION_TOPIC),
  0,
]);
const DISCONNECT = Buffer.from([0xe0, 0]);

const CONNACK_BYTES = 4;
const isConnack = (heard: Buffer): boolean =>
  heard.length >= CONNACK_BYTES && heard[0] === 0x20 && heard[1] === 2;
/** How long a broker that publishes no version is waited for. */
const VERSION_MS = 300;
const VERSION =
  /\$SYS\/broker\/version(?<product>[A-Za-z][\w .-]{0,40}?)(?: version)? (?<version>\d[\w.-]{0,40})/;

/** What the broker keeps published of itself. */
const hearVersion = async (conversation: Conversation) => {
  conversation.say(SUBSCRIBE);
  const published = (heard: Buffer) => VERSION.test(heard.toString('latin1', CONNACK_BYTES));
  const heard = await conversation.hear(published, VERSION_MS);
  const { product, version } = VERSION.exec(heard.toString('latin1', CONNACK_BYTES))?.groups ?? {};
  const known = product === 'mosquitto' ? 'Mosquitto' : product;
  return { ...(known && { product: known }), ...(version && { version }) };
};

/** Connects as nobody and reads the broker's version; nothing is published. */
export const mqtt: TcpSource = {
  transport: 'tcp',
  name: 'mqtt',
  ports: [1883],
  look: async (conversation) => {
    conversation.say(CONNECT);
    const heard = await conversation.hear((all) => all.length >= CONNACK_BYTES);
    if (!isConnack(heard)) return {};
    const mayRead = heard[3] === 0;
    const told = mayRead ? await hearVersion(conversation) : {};
    if (mayRead) conversation.say(DISCONNECT);
    return { service: 'mqtt', ...told };
  },
};
