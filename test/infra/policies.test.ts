import { expect, it } from 'vitest';
import { stackTemplate } from '#test/support/stack-template.ts';
import { listed, readerOf, type Statement } from '#test/support/template-reader.ts';

const template = stackTemplate();
const reader = readerOf(template);

const lineOf = ({ Effect, Action, Resource }: Statement): string =>
  `${Effect} ${listed(Action).join(', ')} on ${listed(Resource).map(reader.text).join(', ')}`;

it('gives each role exactly what was agreed on; a change of it is to be read before it is taken over', () => {
  const roles = Object.keys(template.findResources('AWS::IAM::Role')).sort();
  const policies = roles.map((role) => [role, reader.statementsOf(role).map(lineOf).sort()]);
  expect(Object.fromEntries(policies)).toMatchSnapshot();
});
