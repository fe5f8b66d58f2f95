import { CfnOutput, Stack } from 'aws-cdk-lib';
import { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { BundleFolder } from './bundles.ts';
import { Alarms } from './constructs/alarms.ts';
import { DeadLetters } from './constructs/dead-letters.ts';
import { Fanout } from './constructs/fanout.ts';
import { HttpApi } from './constructs/http-api.ts';
import { Migration } from './constructs/migration.ts';
import { MinuteTick } from './constructs/minute-tick.ts';
import { Overview } from './constructs/overview.ts';
import { PrivateNetwork } from './constructs/private-network.ts';
import { Ringer } from './constructs/ringer.ts';
import { Scanner } from './constructs/scanner.ts';
import { StoreSecret } from './constructs/store-secret.ts';
import { readSettings, type Settings } from './settings.ts';

/** Who gets in and how much they may, as the api function is told. */
const doorOf = (said: Settings) => ({
  NETSWEEP_TOKEN_RATE: said.tokenRate,
  NETSWEEP_LIVE_RUNS: said.liveRuns,
  NETSWEEP_DAILY_PROBES: said.dailyProbes,
  NETSWEEP_OIDC_ISSUER: said.oidcIssuer,
  NETSWEEP_OIDC_AUDIENCE: said.oidcAudience,
  NETSWEEP_OIDC_CLIENT_ID: said.oidcClientId,
  NETSWEEP_OIDC_ROLE_CLAIM: said.oidcRoleClaim,
  NETSWEEP_OIDC_SCOPES_CLAIM: said.oidcScopesClaim,
});

/** Netsweep in one AWS account, as the data goes: from the door and the clock to the scanners. */
export class NetsweepStack extends Stack {
  constructor(scope: Construct, bundleOf: BundleFolder) {
    const settings = readSettings(scope.node);
    super(scope, `netsweep-${settings.stage}`, {
      description: 'Netsweep: a live inventory of the networks you own',
    });
    const common = { bundleOf, secret: new StoreSecret(this, 'StoreSecret', settings.secret) };
    const deadLetters = new DeadLetters(this, 'DeadLetters');

    const scanner = new Scanner(this, 'Scanner', {
      common,
      concurrency: settings.scannerConcurrency,
      network: this.networkOf(settings),
    });
    const fanout = new Fanout(this, 'Fanout', { common, scanner, deadLetters });
    const scheduler = new Ringer(this, 'Scheduler', {
      common,
      name: 'scheduler',
      fanout,
      settings: { NETSWEEP_DAILY_PROBES: settings.dailyProbes },
    });
    const api = new Ringer(this, 'Api', {
      common,
      name: 'api',
      fanout,
      settings: doorOf(settings),
    });

    new MinuteTick(this, 'MinuteTick', { scheduler, deadLetters });
    const door = new HttpApi(this, 'HttpApi', { api });

    const migration = new Migration(this, 'Migration', {
      common,
      first: settings,
      rotation: settings.rotation,
    });
    for (const box of [scanner, fanout, scheduler, api]) box.node.addDependency(migration);

    new Alarms(this, 'Alarms', { scanner, door });
    const working = { api, scheduler, fanout, scanner };
    new Overview(this, 'Overview', { working, letters: deadLetters.queue });
    this.tellOfAlarms(settings);
    new CfnOutput(this, 'ApiUrl', { value: door.url });
  }

  private networkOf({ vpcId, ...rest }: Settings): PrivateNetwork | null {
    return vpcId === null ? null : new PrivateNetwork(this, 'Network', { vpcId, ...rest });
  }

  private tellOfAlarms({ alarmTopic }: Settings): void {
    if (alarmTopic === null) return;
    const tell = new SnsAction(Topic.fromTopicArn(this, 'AlarmTopic', alarmTopic));
    for (const box of this.node.findAll()) if (box instanceof Alarm) box.addAlarmAction(tell);
  }
}
