import { registerHooks } from 'node:module';
import type { OpenAPI3 } from 'openapi-typescript';

/** The generator drives the compiler's JavaScript API, which the compiler of this project (7) has no longer. */
const withOlderCompiler = async <T>(work: () => Promise<T>): Promise<T> => {
  const hooks = registerHooks({
    resolve: (specifier, context, next) =>
      next(specifier === 'typescript' ? 'typescript5' : specifier, context),
  });
  return work().finally(() => hooks.deregister());
};

/** What an OpenAPI document says, as declarations. */
export const apiTypesOf = (document: object): Promise<string> =>
  withOlderCompiler(async () => {
    const { default: typesOf, astToString, UNDEFINED } = await import('openapi-typescript');
    const { factory } = (await import('typescript5')).default;
    const nodes = await typesOf(document as OpenAPI3, {
      // A member with a default may be left out of a request.
      defaultNonNullable: false,
      // What may be left out may be undefined too, as our schemas have it.
      transformProperty: (property) =>
        property.questionToken && property.type
          ? factory.updatePropertySignature(
              property,
              property.modifiers,
              property.name,
              property.questionToken,
              factory.createUnionTypeNode([property.type, UNDEFINED]),
            )
          : property,
      rootTypes: true,
      rootTypesNoSchemaPrefix: true,
      alphabetize: true,
    });
    return astToString(nodes);
  });
