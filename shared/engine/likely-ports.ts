/**
 * TCP ports by how well they show that a host is there; our own judgement of what companies and homes run. A host
 * without a firewall refuses whatever it does not serve, so any port shows it: first come the ports that are let through
 * where all else is dropped (web, remote access, management, telephony, printing), then the other usual ones. Those
 * that providers like to drop on the way (135, 139, 445) show little.
 */
export const LIKELY_TCP_PORTS: readonly number[] = [
  443, 80, 22, 3389, 8080, 8443, 2222, 7547, 5060, 8291, 10_443, 9100, 445, 23, 21, 53, 5900, 5985,
  3306, 25, 139, 135, 62_078, 111, 161, 1433, 5432, 6379, 8000, 8888, 554, 631, 515, 389, 88, 110,
  143, 993, 995, 587, 465, 2049, 548, 5000, 8081, 9090, 10_250, 6443, 9200, 27_017, 1883, 8008,
  9443,
];
