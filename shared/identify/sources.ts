import type { HostSource, PortSource } from './source.ts';
import { amqp } from './sources/amqp.ts';
import { memcached, rtsp, sipOverTcp, xmpp, zookeeper } from './sources/asking-in-text.ts';
import { cassandra } from './sources/cassandra.ts';
import { dnsOverTcp, dnsOverUdp } from './sources/dns.ts';
import { greeting } from './sources/greeting.ts';
import { greetingNames } from './sources/greeting-names.ts';
import { http } from './sources/http.ts';
import { ldap } from './sources/ldap.ts';
import { mdns } from './sources/mdns.ts';
import { mongodb } from './sources/mongodb.ts';
import { mqtt } from './sources/mqtt.ts';
import { mssql } from './sources/mssql.ts';
import { netbios } from './sources/netbios.ts';
import { postgresql } from './sources/postgresql.ts';
import { ptr } from './sources/ptr.ts';
import { rdp } from './sources/rdp.ts';
import { redis } from './sources/redis.ts';
import { smb } from './sources/smb.ts';
import { snmp } from './sources/snmp.ts';
import { ssh } from './sources/ssh.ts';
import { memcachedOverUdp, sipOverUdp, ssdp } from './sources/text-datagrams.ts';
import { tls } from './sources/tls.ts';
import { tlsNames } from './sources/tls-names.ts';

/** Everything that looks behind ports, in the order in which they may claim one. */
export const portSources: readonly PortSource[] = [
  http,
  tls,
  redis,
  postgresql,
  mongodb,
  memcached,
  amqp,
  mqtt,
  mssql,
  cassandra,
  zookeeper,
  ldap,
  smb,
  rdp,
  dnsOverTcp,
  rtsp,
  sipOverTcp,
  xmpp,
  ssh,
  // It takes every greeting: whoever knows one better stands before it.
  greeting,
  dnsOverUdp,
  sipOverUdp,
  ssdp,
  memcachedOverUdp,
];

/** Everything that is asked of a host; of a MAC address that two of them say, the first is right. */
export const hostSources: readonly HostSource[] = [
  netbios,
  snmp,
  mdns,
  ptr,
  tlsNames,
  greetingNames,
];
