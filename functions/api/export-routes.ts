import { plain, route, textReply } from '#shared/runtime/route.ts';
import type { Deps } from './deps.ts';
import { csv } from './export-csv.ts';
import type { ExportFormat } from './export-format.ts';
import { exportHosts } from './export-hosts.ts';
import { jsonl } from './export-jsonl.ts';
import { nmapXml } from './export-nmap-xml.ts';
import { exportQuery, idParams } from './schemas.ts';

const exportRoute = (format: ExportFormat, what: string) =>
  route({
    ...plain,
    method: 'GET',
    path: `/v1/tasks/{id}/hosts.${format.extension}`,
    summary: `The hosts of the newest whole result as ${what}, in parts of at most 4 MB that "Link" leads through.`,
    role: 'viewer',
    params: idParams,
    query: exportQuery,
    status: 200,
    reply: textReply,
    media: format.media,
    handle: ({ params, query, principal }, deps: Deps) =>
      exportHosts(params.id, query.cursor, format, principal, deps),
  });

/** The hosts of a task for other programs. */
export const exportRoutes = [
  exportRoute(csv, 'CSV, safe to open with a spreadsheet'),
  exportRoute(jsonl, 'JSON Lines'),
  exportRoute(nmapXml, 'XML in the output format of nmap'),
];
