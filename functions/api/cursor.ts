import { formatAddress, parseAddress } from '#shared/domain/address.ts';
import { DomainError } from '#shared/domain/errors.ts';

/** A place in a list; the list is named in it, so that a cursor of another list is refused. */
export type Cursor = string;

const SEPARATOR = ' ';
const ID = /^[1-9][0-9]{0,14}$/;

/** The cursor that goes on after a place; null after the last page. */
export const cursorAfter = (list: string, place: number | string | null): Cursor | null =>
  place === null ? null : Buffer.from(`${list}${SEPARATOR}${place}`).toString('base64url');

const refuse = (): never => {
  throw new DomainError('validation-error', 'Pass a cursor as "next" of this list gave it.', {
    errors: [{ pointer: '/cursor', code: 'not-a-cursor' }],
  });
};

/** The place in a list that a cursor stands for. Throws `validation-error` for any text we have not made. */
const placeOf = (list: string, cursor: Cursor): string => {
  const text = Buffer.from(cursor, 'base64url').toString();
  const place = text.slice(list.length + SEPARATOR.length);
  return cursorAfter(list, place) === cursor ? place : refuse();
};

/** The id to go on after, if a cursor was given. */
export const idAfter = (list: string, cursor: Cursor | undefined): { after?: number } => {
  if (cursor === undefined) return {};
  const place = placeOf(list, cursor);
  return ID.test(place) ? { after: Number(place) } : refuse();
};

/** The address to go on after, if a cursor was given. */
export const addressAfter = (list: string, cursor: Cursor | undefined): { after?: string } => {
  if (cursor === undefined) return {};
  const address = parseAddress(placeOf(list, cursor));
  return address === null ? refuse() : { after: formatAddress(address) };
};

/** The generation that a list has been read from, and the address to go on after in it, if a cursor was given. */
export const generationAfter = (
  list: string,
  cursor: Cursor | undefined,
): { generation?: number; after?: string } => {
  if (cursor === undefined) return {};
  const [run = '', ip = '', ...more] = placeOf(list, cursor).split(SEPARATOR);
  const address = parseAddress(ip);
  const isOurs = ID.test(run) && address !== null && more.length === 0;
  return isOurs ? { generation: Number(run), after: formatAddress(address) } : refuse();
};
