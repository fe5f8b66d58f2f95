import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { BundleFolder } from '#infra/bundles.ts';
import { functions } from '#infra/functions.ts';
import type { EnvironmentValues, FunctionName } from '#shared/runtime/environment.ts';
import { functionNameOf } from './function-name.ts';
import { LoggedFunction } from './logged-function.ts';
import type { StoreSecret } from './store-secret.ts';

/** What all functions of a stack share. */
export type Common = { readonly bundleOf: BundleFolder; readonly secret: StoreSecret };

export type ServiceFunctionProps<N extends FunctionName> = Common & {
  readonly name: N;
  /** What the function's own schema asks for; an absent key does not compile. */
  readonly environment: EnvironmentValues<N>;
  /** Invocations that may run at once; without it the function shares what the account has. */
  readonly reservedConcurrency?: number;
};

/** Without what is absent: an empty text would be a wrong value to the function's schema. */
const given = (values: Readonly<Record<string, string | undefined>>): Record<string, string> => {
  const pairs = Object.entries(values).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, value] as const],
  );
  return Object.fromEntries(pairs);
};

/** One function of `infra/functions.ts`. It may read its own secret, and invoke nothing until `letInvoke` says so. */
export class ServiceFunction<N extends FunctionName> extends LoggedFunction {
  constructor(scope: Construct, id: string, props: ServiceFunctionProps<N>) {
    const { memoryMb, timeoutSeconds } = functions[props.name];
    const { reservedConcurrency } = props;
    super(scope, id, {
      functionName: functionNameOf(scope, props.name),
      bundle: props.bundleOf(props.name),
      memorySize: memoryMb,
      timeout: Duration.seconds(timeoutSeconds),
      // Bundles are minified: without the maps a stack trace in the log says nothing.
      environment: { NODE_OPTIONS: '--enable-source-maps', ...given(props.environment) },
      ...(reservedConcurrency && { reservedConcurrentExecutions: reservedConcurrency }),
    });
    props.secret.letUse(props.name, this);
  }
}
