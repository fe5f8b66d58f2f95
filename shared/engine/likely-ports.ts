/** TCP ports by how likely something answers on them in the networks that companies and homes run; our own judgement. */
export const LIKELY_TCP_PORTS: readonly number[] = [
  443, 80, 22, 445, 3389, 135, 139, 8080, 23, 21, 53, 8443, 5900, 9100, 3306, 25, 62_078, 5985, 111,
  161, 1433, 5432, 6379, 8000, 8888, 5060, 554, 631, 515, 389, 88, 110, 143, 993, 995, 587, 465,
  2049, 548, 5000, 8081, 9090, 10_250, 6443, 9200, 27_017, 1883, 2222, 8008, 9443,
];
