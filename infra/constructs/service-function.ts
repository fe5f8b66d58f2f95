import { Duration, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { BundleFolder } from '#infra/bundles.ts';
import { functions } from '#infra/functions.ts';
import type { EnvironmentValues, FunctionName } from '#shared/runtime/environment.ts';
import { functionNameOf } from './function-name.ts';
import { LoggedFunction } from './logged-function.ts';
import type { PrivateNetwork } from './private-network.ts';
import type { StoreSecret } from './store-secret.ts';

/** What all functions of a stack share. */
export type Common = { readonly bundleOf: BundleFolder; readonly secret: StoreSecret };

export type ServiceFunctionProps<N extends FunctionName> = Common & {
  readonly name: N;
  /** What the function's own schema asks for; an absent key does not compile. */
  readonly environment: EnvironmentValues<N>;
  /** Invocations that may run at once; without it the function shares what the account has. */
  readonly reservedConcurrency?: number;
  /** Where its packets leave from; the public internet when it is left out. */
  readonly network?: PrivateNetwork;
};

/** Said, though empty: `sam local invoke` can change only variables that the template declares. */
const FOR_SAM = {
  NETSWEEP_NEON_ENDPOINT: '',
  AWS_ENDPOINT_URL_SECRETS_MANAGER: '',
  AWS_ENDPOINT_URL_SSM: '',
  AWS_ENDPOINT_URL_LAMBDA: '',
  AWS_ENDPOINT_URL_EVENTBRIDGE: '',
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
    const { reservedConcurrency, network } = props;
    super(scope, id, {
      functionName: functionNameOf(scope, props.name),
      bundle: props.bundleOf(props.name),
      memorySize: memoryMb,
      timeout: Duration.seconds(timeoutSeconds),
      environment: {
        // Bundles are minified: without the maps a stack trace in the log says nothing.
        NODE_OPTIONS: '--enable-source-maps',
        POWERTOOLS_METRICS_NAMESPACE: Stack.of(scope).stackName,
        ...FOR_SAM,
        ...given(props.environment),
      },
      ...(reservedConcurrency && { reservedConcurrentExecutions: reservedConcurrency }),
      ...network?.placement,
    });
    network?.letIn(this);
    props.secret.letUse(props.name, this);
  }
}
