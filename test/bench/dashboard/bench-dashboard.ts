import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resetDataFolder } from '#infra/local/data-folder.ts';
import { startStack } from '#infra/local/stack.ts';
import { DASHBOARD, type Result, record } from '#test/bench/engine/results.ts';
import { launchBrowser } from '#test/support/browser.ts';
import { fillNetwork } from './fill-network.ts';
import { firstLook } from './first-look.ts';
import { firstPaints } from './first-paints.ts';
import { interactions } from './interactions.ts';

/**
 * `npm run bench:dashboard`: how soon the page is there and how soon it answers, on a /16 with 6,500 hosts and on one that is full; and
 * how long a new user takes from `netsweep up` to the map of 127.0.0.0/24. `-- --clone`: from `npm ci` in a fresh clone.
 */
const HOSTS = 6500;
const FULL = 65_536;

const onOneMachine = async (hosts: number): Promise<Result[]> => {
  const data = await mkdtemp(join(tmpdir(), 'netsweep-bench-dashboard-'));
  const stack = await startStack({
    data,
    scopes: ['127.0.0.0/8'],
    policy: 'local',
    clockOffsetSeconds: 0,
    log: () => {},
  });
  const browser = await launchBrowser();
  try {
    const filled = await fillNetwork(stack.endpoints, hosts);
    const at = { browser, ...stack.endpoints, ...filled };
    return [...(await firstPaints(at)), ...(await interactions(at))];
  } finally {
    await browser.close();
    await stack.stop();
    await resetDataFolder(data);
    await rm(data, { recursive: true, force: true });
  }
};

const isFromClone = process.argv.includes('--clone');
record('first look', await firstLook(isFromClone), isFromClone, DASHBOARD);
record('a /16', await onOneMachine(HOSTS), true, DASHBOARD);
record('a full /16', await onOneMachine(FULL), true, DASHBOARD);
