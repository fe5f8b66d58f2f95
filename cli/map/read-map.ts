import type { Client } from '#cli/client.ts';
import type { AddressMap } from '#client/api.d.ts';

/** The maps of some tasks, all pages of them. */
export const readMaps = async (
  client: Pick<Client, 'mapOf'>,
  taskIds: readonly number[],
  signal?: AbortSignal,
): Promise<AddressMap[]> => {
  const pages: AddressMap[] = [];
  for (const id of taskIds) for await (const page of client.mapOf(id, signal)) pages.push(page);
  return pages;
};
