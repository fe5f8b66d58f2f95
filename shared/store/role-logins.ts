import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { openDatabase, sqlStateOf } from './database.ts';
import { type RoleName, roleOf } from './privileges.ts';

/** Refused for the name, the password, or because the role may not log in. */
const REFUSED = ['28P01', '28000'];

/** The URL of the same database for the role of a function. */
export const urlFor = (name: RoleName, ownerUrl: string, password: string): string => {
  const url = new URL(ownerUrl);
  url.username = roleOf(name);
  url.password = password;
  return url.href;
};

/** True when the database lets in whoever comes with the URL. */
export const letsIn = async (url: string, endpoint: string | undefined): Promise<boolean> => {
  try {
    await openDatabase(url, endpoint).execute(sql`select 1`);
    return true;
  } catch (error) {
    if (REFUSED.includes(sqlStateOf(error)?.code ?? '')) return false;
    throw error;
  }
};

/** Lets the role of a function log in with a new password from now on; returns it. */
export const newPassword = async (
  name: RoleName,
  ownerUrl: string,
  endpoint: string | undefined,
): Promise<string> => {
  const password = randomBytes(24).toString('base64url');
  const alter = `ALTER ROLE ${roleOf(name)} LOGIN PASSWORD '${password}'`;
  await openDatabase(ownerUrl, endpoint).execute(sql.raw(alter));
  return password;
};
