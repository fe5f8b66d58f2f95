import { type ISecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';

/**
 * The credentials of Postgres and Redis, `{postgres_url, redis_url, redis_token}`: made by the deployer and only named here,
 * so that no value of it can reach the template. Functions read it when they start.
 */
export class StoreSecret extends Construct {
  readonly secret: ISecret;
  /** What tells a function where the credentials are: the name or the ARN, as the deployer gave it. */
  readonly environment: { readonly NETSWEEP_SECRET_ID: string };

  constructor(scope: Construct, id: string, nameOrArn: string) {
    super(scope, id);
    this.environment = { NETSWEEP_SECRET_ID: nameOrArn };
    this.secret = nameOrArn.startsWith('arn:')
      ? Secret.fromSecretCompleteArn(this, 'Secret', nameOrArn)
      : Secret.fromSecretNameV2(this, 'Secret', nameOrArn);
  }
}
