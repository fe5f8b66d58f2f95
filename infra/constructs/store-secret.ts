import { ArnFormat, Stack } from 'aws-cdk-lib';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { type ISecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { OWN_CREDENTIALS } from '#infra/functions.ts';
import type { FunctionName } from '#shared/runtime/environment.ts';

type Own = (typeof OWN_CREDENTIALS)[number];

/**
 * The credentials of Postgres and Redis. The deployer's, `{postgres_url, redis_url, redis_token}`, is a secret that is only
 * named here and read by the migrate function alone. That makes of it one for each function, with a role of Postgres of its
 * own and a password that nobody has seen: SecureString parameters, which cost nothing while a secret costs $0.40 a month.
 * CloudFormation cannot make such a parameter, so that no value of any of them can reach the template.
 */
export class StoreSecret extends Construct {
  readonly #deployers: ISecret;
  readonly #nameOrArn: string;

  constructor(scope: Construct, id: string, nameOrArn: string) {
    super(scope, id);
    this.#nameOrArn = nameOrArn;
    this.#deployers = nameOrArn.startsWith('arn:')
      ? Secret.fromSecretCompleteArn(this, 'Secret', nameOrArn)
      : Secret.fromSecretNameV2(this, 'Secret', nameOrArn);
  }

  get #prefix(): string {
    return `/${Stack.of(this).stackName}/`;
  }

  /** What tells a function where its credentials are. */
  environmentOf(name: Own): { readonly NETSWEEP_SECRET_ID: string } {
    return { NETSWEEP_SECRET_ID: this.#prefix + name };
  }

  /** What tells the migrate function where the deployer's are, as they gave it, and where to write the others'. */
  get ofMigrate(): {
    readonly NETSWEEP_SECRET_ID: string;
    readonly NETSWEEP_FUNCTION_SECRETS: string;
  } {
    return { NETSWEEP_SECRET_ID: this.#nameOrArn, NETSWEEP_FUNCTION_SECRETS: this.#prefix };
  }

  /**
   * A function may read its own; `migrate` the deployer's, and read and write all others'. The key of AWS itself that encrypts
   * parameters lets in whoever may read them, so that nobody needs a right to a key.
   */
  letUse(name: FunctionName, grantee: IGrantable): void {
    if (name !== 'migrate') {
      this.#let(grantee, ['ssm:GetParameter'], [name]);
      return;
    }
    this.#deployers.grantRead(grantee);
    this.#let(grantee, ['ssm:GetParameter', 'ssm:PutParameter'], OWN_CREDENTIALS);
  }

  #let(grantee: IGrantable, actions: string[], owners: readonly Own[]): void {
    const arnOf = (name: Own) =>
      Stack.of(this).formatArn({
        service: 'ssm',
        resource: 'parameter',
        resourceName: this.#prefix.slice(1) + name,
        arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
      });
    Grant.addToPrincipal({ grantee, actions, resourceArns: owners.map(arnOf) });
  }
}
