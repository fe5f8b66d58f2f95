import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import { Grant } from 'aws-cdk-lib/aws-iam';
import { type ISecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { FunctionName } from '#shared/runtime/environment.ts';

/** The functions with a secret of their own; `migrate` has the deployer's, and makes theirs. */
const OWN = ['api', 'scheduler', 'fanout', 'scanner'] as const satisfies readonly FunctionName[];
type Own = (typeof OWN)[number];

/**
 * The credentials of Postgres and Redis. The deployer's, `{postgres_url, redis_url, redis_token}`, is only named here and
 * read by the migrate function alone. That makes of it one for each function, with a role of Postgres of its own and a
 * password that nobody has seen. No value of any of them can reach the template.
 */
export class StoreSecret extends Construct {
  readonly #deployers: ISecret;
  readonly #nameOrArn: string;
  readonly #own: Readonly<Record<Own, Secret>>;

  constructor(scope: Construct, id: string, nameOrArn: string) {
    super(scope, id);
    this.#nameOrArn = nameOrArn;
    this.#deployers = nameOrArn.startsWith('arn:')
      ? Secret.fromSecretCompleteArn(this, 'Secret', nameOrArn)
      : Secret.fromSecretNameV2(this, 'Secret', nameOrArn);
    const secretOf = (name: Own) =>
      new Secret(this, `Of-${name}`, {
        secretName: this.#prefix + name,
        description: `How the function ${name} reaches the stores; written at each deployment`,
        removalPolicy: RemovalPolicy.DESTROY,
      });
    this.#own = {
      api: secretOf('api'),
      scheduler: secretOf('scheduler'),
      fanout: secretOf('fanout'),
      scanner: secretOf('scanner'),
    };
  }

  get #prefix(): string {
    return `${Stack.of(this).stackName}/`;
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

  /** A function may read its own; `migrate` the deployer's, and read and write all others'. */
  letUse(name: FunctionName, grantee: IGrantable): void {
    if (name !== 'migrate') {
      this.#own[name].grantRead(grantee);
      return;
    }
    this.#deployers.grantRead(grantee);
    Grant.addToPrincipal({
      grantee,
      actions: ['secretsmanager:GetSecretValue', 'secretsmanager:PutSecretValue'],
      resourceArns: OWN.map((own) => this.#own[own].secretArn),
    });
  }
}
