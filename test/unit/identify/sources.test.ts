import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { lookAtPort } from '#shared/identify/look-at-port.ts';
import type { TcpSource } from '#shared/identify/source.ts';
import { amqp } from '#shared/identify/sources/amqp.ts';
import { memcached, rtsp, sipOverTcp, zookeeper } from '#shared/identify/sources/asking-in-text.ts';
import { cassandra } from '#shared/identify/sources/cassandra.ts';
import { dnsOverTcp, dnsOverUdp } from '#shared/identify/sources/dns.ts';
import { greeting } from '#shared/identify/sources/greeting.ts';
import { ldap } from '#shared/identify/sources/ldap.ts';
import { mongodb } from '#shared/identify/sources/mongodb.ts';
import { mqtt } from '#shared/identify/sources/mqtt.ts';
import { mssql } from '#shared/identify/sources/mssql.ts';
import { postgresql } from '#shared/identify/sources/postgresql.ts';
import { redis } from '#shared/identify/sources/redis.ts';
import { smb } from '#shared/identify/sources/smb.ts';
import { memcachedOverUdp, ssdp } from '#shared/identify/sources/text-datagrams.ts';
import {
  claiming,
  identifyAs,
  identifyPort,
  openPort,
  serveTcp,
} from '#test/support/identify-port.ts';

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');
const redisInfo = '# Server\r\nredis_version:7.0.15\r\nredis_mode:standalone\r\n';
const longString = (name: string, value: string): string =>
  `${String.fromCharCode(name.length)}${name}S\0\0\0${String.fromCharCode(value.length)}${value}`;

const connectionStart = (): Buffer => {
  const properties = latin1(
    `${longString('product', 'RabbitMQ')}${longString('version', '3.10.8')}`,
  );
  const arguments_ = Buffer.concat([
    latin1('\0\x09\0\0\0'),
    Buffer.from([properties.length]),
    properties,
  ]);
  const payload = Buffer.concat([latin1('\0\x0a\0\x0a'), arguments_]);
  return Buffer.concat([
    latin1('\x01\0\0\0\0\0'),
    Buffer.from([payload.length]),
    payload,
    latin1('\xce'),
  ]);
};

/** OP_MSG in answer to request 1, with a document that has a version. */
const buildInfo = (): Buffer => {
  const document = latin1('\x02version\0\x07\0\0\x006.0.12\0\0');
  const body = Buffer.concat([latin1('\0\0\0\0\0'), latin1('\x24\0\0\0'), document]);
  const head = Buffer.alloc(16);
  head.writeUInt32LE(16 + body.length, 0);
  head.writeUInt32LE(1, 8);
  head.writeUInt32LE(2013, 12);
  return Buffer.concat([head, body]);
};

const smbAnswer = (): Buffer => {
  const answer = Buffer.alloc(4 + 64 + 64);
  answer.writeUInt32BE(128, 0);
  answer.write('\xfeSMB', 4, 'latin1');
  answer.writeUInt16LE(0x0302, 4 + 64 + 4);
  return answer;
};

const preloginAnswer = Buffer.from([
  4, 1, 0, 20, 0, 0, 1, 0, 0, 0, 6, 0, 6, 0xff, 16, 0, 0x10, 0x1f, 0, 0,
]);

/** `version.bind TXT CH "9.18.28"`, to the question of id 0x6e73. */
const versionAnswer = Buffer.concat([
  Buffer.from('6e7384000001000100000000', 'hex'),
  latin1('\x07version\x04bind\0\0\x10\0\x03'),
  latin1('\xc0\x0c\0\x10\0\x03\0\0\0\0\0\x08\x079.18.28'),
]);
const framed = (message: Buffer): Buffer =>
  Buffer.concat([Buffer.from([0, message.length]), message]);

const rootEntry = latin1(
  '0\x2a\x02\x01\x01d\x25\x04\x000\x210\x1f\x04\x0bobjectClass1\x10\x04\x0eOpenLDAProotDSE0\x0c\x02\x01\x01e\x07\x0a\x01\0\x04\0\x04\0',
);

/** What a server says once it was asked, turn by turn. */
const conversations: readonly [string, TcpSource, readonly Buffer[], object][] = [
  [
    'Redis',
    redis,
    [latin1(`+PONG\r\n$${redisInfo.length}\r\n${redisInfo}\r\n`)],
    { service: 'redis', product: 'Redis', version: '7.0.15' },
  ],
  [
    'Redis with a password',
    redis,
    [latin1('-NOAUTH Authentication required.\r\n')],
    { service: 'redis', product: 'Redis' },
  ],
  [
    'memcached',
    memcached,
    [latin1('VERSION 1.6.18\r\n')],
    { service: 'memcached', product: 'memcached', version: '1.6.18' },
  ],
  [
    'PostgreSQL without TLS',
    postgresql,
    [latin1('N')],
    { service: 'postgresql', product: 'PostgreSQL' },
  ],
  [
    'MongoDB',
    mongodb,
    [buildInfo()],
    { service: 'mongodb', product: 'MongoDB', version: '6.0.12' },
  ],
  [
    'RabbitMQ',
    amqp,
    [connectionStart()],
    { service: 'amqp', product: 'RabbitMQ', version: '3.10.8' },
  ],
  ['a broker of AMQP 1.0', amqp, [latin1('AMQP\x03\x01\0\0')], { service: 'amqp' }],
  [
    'Mosquitto',
    mqtt,
    [
      latin1('\x20\x02\0\0'),
      latin1('\x90\x03\0\x01\0\x30\x2e\0\x13$SYS/broker/versionmosquitto version 2.0.11'),
    ],
    { service: 'mqtt', product: 'Mosquitto', version: '2.0.11' },
  ],
  ['an MQTT broker with a password', mqtt, [latin1('\x20\x02\0\x05')], { service: 'mqtt' }],
  ['SMB', smb, [smbAnswer()], { service: 'smb', product: 'SMB 3.0.2' }],
  [
    'SQL Server',
    mssql,
    [preloginAnswer],
    { service: 'ms-sql', product: 'Microsoft SQL Server', version: '16.0.4127' },
  ],
  [
    'Cassandra',
    cassandra,
    [Buffer.from([0x84, 0, 0, 0, 6, 0, 0, 0, 0])],
    { service: 'cassandra', product: 'Apache Cassandra' },
  ],
  ['OpenLDAP', ldap, [rootEntry], { service: 'ldap', product: 'OpenLDAP' }],
  [
    'BIND over TCP',
    dnsOverTcp,
    [framed(versionAnswer)],
    { service: 'domain', product: 'ISC BIND', version: '9.18.28', banner: '9.18.28' },
  ],
  [
    'ZooKeeper',
    zookeeper,
    [latin1('Zookeeper version: 3.8.0-5a02a05, built on 2022\n')],
    { service: 'zookeeper', version: '3.8.0' },
  ],
  [
    'a camera',
    rtsp,
    [latin1('RTSP/1.0 200 OK\r\nCSeq: 1\r\nServer: Hipcam RealServer/V1.0\r\n\r\n')],
    { service: 'rtsp', product: 'Hipcam RealServer', version: '1.0' },
  ],
  [
    'a telephone',
    sipOverTcp,
    [latin1('SIP/2.0 200 OK\r\nUser-Agent: Yealink-T46/66.85\r\n\r\n')],
    { service: 'sip' },
  ],
];

test.each(conversations)('%s is known by its answer', async (_, source, turns, expected) => {
  const server = await serveTcp((socket) => {
    const answers = turns.values();
    socket.on('data', () => {
      const { value } = answers.next();
      if (value) socket.write(value);
    });
  });
  expect(await identifyAs(source, server.port)).toMatchObject(expected);
  expect(server.connections()).toBe(1);
});

test('who speaks first is heard out, on any port, and is told nothing', async () => {
  const heard: Buffer[] = [];
  const server = await serveTcp((socket) => {
    socket.on('data', (bytes) => heard.push(bytes));
    socket.write('220 mail.example ESM');
    setTimeout(() => socket.write('TP Postfix (Debian/GNU)\r\n'), 30);
  });
  const expected = {
    service: 'smtp',
    product: 'Postfix',
    banner: '220 mail.example ESMTP Postfix (Debian/GNU)\\x0d\\x0a',
  };
  expect(await identifyPort(server.port)).toMatchObject(expected);
  expect(await identifyAs(greeting, server.port)).toMatchObject(expected);
  expect(heard).toEqual([]);
});

test('a server that does not know HTTP is known by how it refuses it', async () => {
  const server = await serveTcp((socket) =>
    socket.once('data', () => socket.write("-ERR wrong number of arguments for 'get' command\r\n")),
  );
  expect(await identifyPort(server.port)).toMatchObject({ service: 'redis' });
});

test('a source that throws, or rejects, leaves the banner and the name of the number', async () => {
  const server = await serveTcp((socket) => socket.write('hello\n'));
  const throwing: TcpSource = {
    transport: 'tcp',
    name: 'throwing',
    ports: [],
    look: async (conversation) => {
      await conversation.hear((heard) => heard.includes('\n'));
      throw new Error('a bug');
    },
  };
  expect(await identifyAs(throwing, server.port)).toEqual(
    expect.objectContaining({ banner: 'hello\\x0a' }),
  );
});

const answerByUdp = async (answer: Buffer) => {
  const asked: Buffer[] = [];
  const socket = createSocket('udp4');
  socket.on('message', (question, { port, address }) => {
    asked.push(question);
    socket.send(answer, port, address);
  });
  socket.bind({ address: '127.0.0.1', port: 0 });
  await once(socket, 'listening');
  onTestFinished(() => void socket.close());
  return { port: socket.address().port, asked };
};

test.each([
  [
    'BIND',
    dnsOverUdp,
    versionAnswer,
    { service: 'domain', product: 'ISC BIND', version: '9.18.28' },
  ],
  [
    'a name server that refuses',
    dnsOverUdp,
    latin1('\x6es\x84\x05\0\0\0\0\0\0\0\0'),
    { service: 'domain' },
  ],
  [
    'a router',
    ssdp,
    latin1(
      'HTTP/1.1 200 OK\r\nST: upnp:rootdevice\r\nSERVER: Linux/3.4 UPnP/1.0 MiniUPnPd/1.9\r\n\r\n',
    ),
    { service: 'upnp', product: 'MiniUPnPd', version: '1.9' },
  ],
  [
    'memcached over UDP',
    memcachedOverUdp,
    latin1('\0\x01\0\0\0\x01\0\0VERSION 1.6.18\r\n'),
    { service: 'memcached', version: '1.6.18' },
  ],
])('%s is known by one datagram', async (_, source, answer, expected) => {
  const server = await answerByUdp(answer);
  const identity = await lookAtPort('127.0.0.1', openPort(server.port, 'udp'), {
    sources: [claiming(source, server.port)],
    fragile: false,
    signal: new AbortController().signal,
  });
  expect(identity).toMatchObject(expected);
  expect(server.asked).toHaveLength(1);
});
