import type { IncomingMessage } from 'node:http';
import { invalidParameter } from './service-error.ts';

/** The path of Invoke. */
const INVOKE = /^\/2015-03-31\/functions\/([^/?]+)\/invocations(?:\?|$)/;
/** A name, an ARN or a partial ARN, each with a qualifier or without. */
const NAME = /^(?:(?:arn:[\w-]+:lambda:[\w-]+:)?\d{12}:function:)?([\w-]+)(?::[\w$-]+)?$/;

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
};

/** The name of the function that a request invokes; null where it is another request. Throws ServiceError for a name that is none. */
export const invokedName = ({ method, url = '' }: IncomingMessage): string | null => {
  const text = method === 'POST' ? INVOKE.exec(url)?.[1] : undefined;
  if (text === undefined) return null;
  const name = NAME.exec(decoded(text))?.[1];
  if (name === undefined) throw invalidParameter('The name of the function is malformed.');
  return name;
};
