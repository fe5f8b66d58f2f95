import type { Rule } from './rule.ts';

/** Programs that serve HTTP and say which they are elsewhere than in `Server`, or that are more than a web server. */
const applications: readonly Rule[] = [
  {
    pattern: /"distribution" ?: ?"opensearch",\s{0,9}"number" ?: ?"(?<version>[^"]{1,40})"/,
    service: 'opensearch',
    product: 'OpenSearch',
  },
  {
    pattern: /"number" ?: ?"(?<version>[^"]{1,40})"[\s\S]{0,600}You Know, for Search/,
    service: 'elasticsearch',
    product: 'Elasticsearch',
  },
  {
    pattern: /WWW-Authenticate: [^\r\n]{0,80}realm="security"[\s\S]{0,900}security_exception/i,
    service: 'elasticsearch',
    product: 'Elasticsearch',
  },
  { pattern: /^kbn-version: (?<version>[\w.]+)/im, service: 'http', product: 'Kibana' },
  { pattern: /^kbn-name: /im, service: 'http', product: 'Kibana' },
  {
    pattern: /"kind": ?"Status"[\s\S]{0,300}"reason": ?"(?:Forbidden|Unauthorized)"/,
    service: 'kubernetes',
    product: 'Kubernetes API',
  },
  {
    pattern: /"couchdb": ?"Welcome"[\s\S]{0,60}"version": ?"(?<version>[^"]{1,40})"/,
    service: 'couchdb',
    product: 'Apache CouchDB',
  },
  { pattern: /^Server: Docker\/(?<version>[\w.-]+)/im, service: 'docker', product: 'Docker' },
  {
    pattern: /^X-Influxdb-Version: v?(?<version>[\w.-]+)/im,
    service: 'influxdb',
    product: 'InfluxDB',
  },
  { pattern: /^X-ClickHouse-[\w-]+: /im, service: 'clickhouse', product: 'ClickHouse' },
  { pattern: /"neo4j_version" ?: ?"(?<version>[^"]{1,40})"/, service: 'neo4j', product: 'Neo4j' },
  { pattern: /^X-Jenkins: (?<version>[\d.]+)/im, service: 'http', product: 'Jenkins' },
  { pattern: /^Server: CUPS\/(?<version>[\d.]+)/im, service: 'ipp', product: 'CUPS' },
  { pattern: /^Server: MinIO(?:\/(?<version>\S+))?/im, service: 'http', product: 'MinIO' },
  { pattern: /^X-Plex-Protocol: /im, service: 'http', product: 'Plex Media Server' },
  {
    pattern: /^X-Consul-[\w-]+: |<title>Consul by HashiCorp/im,
    service: 'consul',
    product: 'Consul',
  },
  { pattern: /^X-Vault-|<title>Vault<\/title>/im, service: 'vault', product: 'Vault' },
  { pattern: /^X-Gitlab-Meta: /im, service: 'http', product: 'GitLab' },
  {
    pattern: /Grafana v(?<version>\d[\w.]+)|<title>Grafana<\/title>/,
    service: 'http',
    product: 'Grafana',
  },
  { pattern: /<title>Prometheus[ <]/, service: 'prometheus', product: 'Prometheus' },
  {
    pattern: /<title>Node Exporter<\/title>[\s\S]{0,1500}version=(?<version>[\d.]+)/,
    service: 'node-exporter',
    product: 'Prometheus node exporter',
  },
  {
    pattern: /<title>Node Exporter<\/title>/,
    service: 'node-exporter',
    product: 'Prometheus node exporter',
  },
  { pattern: /<title>RabbitMQ Management/, service: 'http', product: 'RabbitMQ Management' },
  { pattern: /<title>Home Assistant<\/title>/, service: 'http', product: 'Home Assistant' },
  { pattern: /Apache Tomcat\/(?<version>\d[\w.-]*)/, service: 'http', product: 'Apache Tomcat' },
  {
    pattern: /^Server: pve-api-daemon\/(?<version>[\d.]+)/im,
    service: 'http',
    product: 'Proxmox VE',
  },
  { pattern: /^Server: MiniServ\/(?<version>[\d.]+)/im, service: 'http', product: 'Webmin' },
  {
    pattern: /^Location: [^\r\n]{0,200}\/cgi-bin\/luci/im,
    service: 'http',
    product: 'OpenWrt LuCI',
  },
];

/** `Server: name/version` where the name is not what people call it. */
const serverNames: readonly Rule[] = [
  { pattern: /^Server: Apache\/(?<version>[\d.]+)/im, service: 'http', product: 'Apache httpd' },
  { pattern: /^Server: Apache-Coyote\//im, service: 'http', product: 'Apache Tomcat' },
  { pattern: /^Server: Apache\b/im, service: 'http', product: 'Apache httpd' },
  {
    pattern: /^Server: Microsoft-IIS\/(?<version>[\d.]+)/im,
    service: 'http',
    product: 'Microsoft IIS',
  },
  {
    pattern: /^Server: Microsoft-HTTPAPI\/(?<version>[\d.]+)/im,
    service: 'http',
    product: 'Microsoft HTTPAPI',
  },
  { pattern: /^Server: Jetty\((?<version>[\w.-]+)\)/im, service: 'http', product: 'Jetty' },
  {
    pattern: /^Server: SimpleHTTP\/[\d.]+ Python\/(?<version>[\d.]+)/im,
    service: 'http',
    product: 'Python http.server',
  },
  { pattern: /^Server: Werkzeug\/(?<version>[\d.]+)/im, service: 'http', product: 'Werkzeug' },
  { pattern: /^Server: TornadoServer\/(?<version>[\d.]+)/im, service: 'http', product: 'Tornado' },
  {
    pattern: /^Server: (?:Allegro-Software-)?RomPager\/(?<version>[\d.]+)/im,
    service: 'http',
    product: 'RomPager',
  },
  {
    pattern: /^Server: (?:squid|Squid)\/(?<version>[\d.]+)/im,
    service: 'http-proxy',
    product: 'Squid',
  },
  { pattern: /^Server: GoAhead/im, service: 'http', product: 'GoAhead' },
  {
    pattern: /^Server: (?:App-webs|DNVRS-Webs|Hikvision-Webs)/im,
    service: 'http',
    product: 'Hikvision',
  },
  { pattern: /^Server: HP HTTP Server/im, service: 'http', product: 'HP printer' },
  {
    pattern: /^Server: (?<product>[A-Za-z][\w.-]{0,40})\/v?(?<version>\d[\w.+-]{0,40})/im,
    service: 'http',
  },
  { pattern: /^Server: (?<product>[A-Za-z][\w. -]{0,40}[\w])/im, service: 'http' },
];

/** Of answers to `GET /`, head and start of the page. */
export const httpRules: readonly Rule[] = [
  ...applications,
  ...serverNames,
  { pattern: /^HTTP\/\d/, service: 'http' },
];
