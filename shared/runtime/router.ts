import { DomainError } from '#shared/domain/errors.ts';
import type { Route } from './route.ts';

export type Match<Deps> = {
  readonly route: Route<Deps>;
  readonly params: Readonly<Record<string, string>>;
};

/** The routes of a path, one a method. A path written out wins over one with parameters. */
export const routesOf = <Deps>(routes: readonly Route<Deps>[], path: string): Match<Deps>[] => {
  const matches = routes.flatMap((route) => {
    const params = paramsOf(route.path, path);
    return params === null ? [] : [{ route, params }];
  });
  const exact = matches.filter(({ route }) => route.path === path);
  return exact.length > 0 ? exact : matches;
};

/** The route of a path that takes the method. Throws `not-found`, or `method-not-allowed` with those it takes. */
export const pickMethod = <Deps>(matches: readonly Match<Deps>[], method: string): Match<Deps> => {
  if (matches.length === 0) throw new DomainError('not-found', 'The API has no such path.');
  const match = matches.find(({ route }) => route.method === method);
  if (match !== undefined) return match;
  const allow = matches.map(({ route }) => route.method).join(', ');
  throw new DomainError('method-not-allowed', `This path takes ${allow}.`, { details: { allow } });
};

const paramsOf = (pattern: string, path: string): Record<string, string> | null => {
  const match = expressionOf(pattern).exec(path);
  return match && { ...match.groups };
};

/** Made once: there are some forty, and each request tries all. */
const expressions = new Map<string, RegExp>();
const expressionOf = (pattern: string): RegExp => {
  const known = expressions.get(pattern);
  if (known !== undefined) return known;
  const literal = pattern.replaceAll('.', '\\.').replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)');
  const made = new RegExp(`^${literal}$`);
  expressions.set(pattern, made);
  return made;
};
