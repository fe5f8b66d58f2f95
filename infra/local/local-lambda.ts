import { join } from 'node:path';
import { functions } from '#infra/functions.ts';
import type { FunctionName } from '#shared/runtime/environment.ts';
import { bundleFunctions } from './bundle.ts';
import { cacheFolder } from './cache-folder.ts';
import { startLambdaService } from './lambda-service.ts';
import { localFunction, type Place } from './local-functions.ts';

export type Deployment = {
  readonly v: 1;
  readonly scopes: readonly string[];
  readonly admin_token_sha256: string;
  readonly clock_offset_seconds: number;
  readonly is_standing_still: boolean;
};

type Setup = {
  readonly dataFolder: string;
  readonly place: Place;
  readonly log: (line: string) => void;
};

/** What a function's process says, with its name. */
const logFrom = (log: Setup['log']) => (name: string, line: string) => log(`${name}: ${line}`);

/** Runs the deployment step in a service of its own: nobody else may ever ask for it. */
const migrate = async (bundleFolder: string, deployment: Deployment, { place, log }: Setup) => {
  const migration = localFunction('migrate', bundleFolder, place);
  const service = await startLambdaService({
    functions: { migrate: migration },
    log: logFrom(log),
  });
  try {
    const { kind, payload } = await service.invoke('migrate', deployment);
    if (kind === 'failure') throw new Error(`the migration failed: ${payload.toString()}`);
  } finally {
    await service.stop();
  }
};

/** Bundles the functions, brings the database up to date, and runs the rest behind a Lambda endpoint. */
export const startLambda = async (deployment: Deployment, setup: Setup) => {
  const cache = await cacheFolder();
  const bundles = await bundleFunctions(functions, { outFolder: join(cache, 'bundles') });
  await migrate(bundles.migrate, deployment, setup);
  const served: FunctionName[] = ['api', 'scheduler', 'fanout', 'scanner', 'notifier'];
  return startLambdaService({
    functions: Object.fromEntries(
      served.map((name) => [name, localFunction(name, bundles[name], setup.place)]),
    ),
    log: logFrom(setup.log),
    compileCache: join(cache, 'compiled'),
    deadLetterFile: join(setup.dataFolder, 'dead-letters.jsonl'),
  });
};
