import type { Template } from 'aws-cdk-lib/assertions';
import type { FunctionName } from '#shared/runtime/environment.ts';

const PSEUDO: Record<string, string> = {
  'AWS::Partition': 'aws',
  'AWS::Region': 'here',
  'AWS::AccountId': '123456789012',
  'AWS::URLSuffix': 'example.com',
};

export type Statement = { Action: string | string[]; Resource: unknown; Effect: string };

/** Reads a template of the stage `dev` as it would be once deployed: references become names and ARNs. */
export const readerOf = (template: Template) => {
  const { Resources: resources } = template.toJSON();

  /** What Ref gives: the ARN of an alias, else the name that was said, else the logical id. */
  const nameOf = (id: string): string => PSEUDO[id] ?? physicalNameOf(id) ?? id;
  const physicalNameOf = (id: string): string | undefined => {
    const { Type, Properties } = resources[id];
    return Type === 'AWS::Lambda::Alias' ? aliasOf(Properties) : Properties.FunctionName;
  };
  const arnOf = (id: string): string =>
    resources[id].Type === 'AWS::Lambda::Function'
      ? `arn:aws:lambda:here:123456789012:function:${nameOf(id)}`
      : `arn:${id}`;

  const aliasOf = ({ FunctionName, Name }: { FunctionName: { Ref: string }; Name: string }) =>
    `${arnOf(FunctionName.Ref)}:${Name}`;

  const readers: Record<string, (argument: never) => string> = {
    Ref: nameOf,
    'Fn::GetAtt': ([id, attribute]: [string, string]) =>
      attribute === 'Arn' ? arnOf(id) : `${id}.${attribute}`,
    'Fn::Join': ([separator, parts]: [string, unknown[]]) => parts.map(text).join(separator),
  };
  /** Text of a string, Ref, GetAtt or Join. */
  const text = (value: unknown): string => {
    if (typeof value === 'string') return value;
    const [[kind, argument] = ['', null]] = Object.entries(value as Record<string, never>);
    const read = readers[kind];
    if (read === undefined || argument === null) throw new Error(`cannot read ${kind}`);
    return read(argument);
  };

  const functionId = (name: FunctionName): string => {
    const [id] = Object.keys(
      template.findResources('AWS::Lambda::Function', {
        Properties: { FunctionName: `netsweep-dev-${name}` },
      }),
    );
    if (id === undefined) throw new Error(`no function ${name}`);
    return id;
  };

  /** Statements of all policies of one role, by the role's logical id. */
  const statementsOf = (roleId: string): Statement[] =>
    Object.values(template.findResources('AWS::IAM::Policy'))
      .filter((policy) =>
        policy.Properties.Roles.some((role: { Ref: string }) => role.Ref === roleId),
      )
      .flatMap((policy) => policy.Properties.PolicyDocument.Statement);

  return {
    text,
    functionId,
    statementsOf,
    function: (name: FunctionName) => resources[functionId(name)],
    roleOf: (name: FunctionName): string =>
      resources[functionId(name)].Properties.Role['Fn::GetAtt'][0],
  };
};

/** What IAM allows one or many of, as a list. */
export const listed = <T>(value: T | T[]): T[] => (Array.isArray(value) ? value : [value]);
