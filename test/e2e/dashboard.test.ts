import { once } from 'node:events';
import { mkdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { PROJECT_FOLDER } from '#infra/bundling.ts';
import { fillNetwork } from '#test/bench/dashboard/fill-network.ts';
import { launchBrowser } from '#test/support/browser.ts';
import { useStack } from '#test/support/live-stack.ts';
import { AUDIENCE, CLIENT_ID, startIssuer } from '#test/support/oidc-issuer.ts';
import { CONTRAST, overflowOf, seriousFindings, watchContext } from '#test/support/page-checks.ts';

/** Screenshots of every page, kept by whoever runs the tests. */
const ARTEFACTS = join(PROJECT_FOLDER, 'artefacts', 'screenshots');

const HOSTILE = '<script>window.pwned=1</script><img src=x onerror="window.pwned=1">';
const HOST = '127.77.0.5';

const listening = async (server: Server): Promise<number> => {
  server.listen(0, HOST);
  await once(server, 'listening');
  afterAll(() => server.close());
  return (server.address() as AddressInfo).port;
};
const web = await listening(
  createServer((_, response) => {
    response.setHeader('server', HOSTILE);
    response.end(`<title>${HOSTILE}</title>`);
  }),
);
const greeter = await listening(
  createTcpServer((socket) => {
    socket.on('error', () => {});
    socket.end(`220 ${HOSTILE} FTP\r\n`);
  }),
);

const { issuer, stop } = await startIssuer();
afterAll(stop);
const stack = await useStack({
  settings: {
    NETSWEEP_OIDC_ISSUER: issuer,
    NETSWEEP_OIDC_AUDIENCE: AUDIENCE,
    NETSWEEP_OIDC_CLIENT_ID: CLIENT_ID,
  },
});
const { api, token } = stack.endpoints;
const browser = await launchBrowser();
afterAll(() => browser.close());
await mkdir(ARTEFACTS, { recursive: true });

const signedIn = `${api}/#token=${token}`;
const goTo = (page: Page, hash: string) => page.evaluate(`location.hash = ${JSON.stringify(hash)}`);

test('one creates a task, starts it, watches it, looks at the map and a host, and takes the results along', async () => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const wrong = await watchContext(context, api);
  const page = await context.newPage();
  await page.goto(signedIn);
  expect(page.url()).toBe(`${api}/#/tasks`);

  // Create and start.
  await page.getByText('Nothing is probed yet').waitFor();
  await page.getByRole('link', { name: 'New task' }).first().click();
  await page.getByLabel('Networks').fill('127.77.0.0/24');
  await page.getByLabel('TCP ports', { exact: true }).fill(`${web},${greeter}`);
  await page.getByText('256', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Add a time' }).click();
  await page.getByLabel('Every', { exact: true }).selectOption('month');
  const single = page.getByLabel('A single time');
  await single.fill('2020-01-01T10:00');
  await page.getByRole('button', { name: 'Add a single time' }).click();
  await page.getByText('This time has passed').waitFor();
  await single.fill('2090-01-01T10:00');
  await page.getByRole('button', { name: 'Add a single time' }).click();
  await page.getByText('1 Jan 2090, 10:00').waitFor();
  await page.getByText('Next five times').waitFor();
  expect(await page.locator('.next-times li').count()).toBe(5);
  await page.getByRole('button', { name: 'Create and start' }).click();

  // Watch.
  await page.getByText('Done: 256 hosts are online').waitFor({ timeout: 60_000 });
  expect(await page.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('100');

  // The map by keyboard: the sixth cell of the first row.
  await page.getByRole('link', { name: '127.77.0.0/24' }).click();
  await page.getByRole('link', { name: 'Runs', exact: true }).waitFor();
  const map = page.getByRole('application');
  await map.focus();
  for (let step = 0; step < 5; step += 1) await page.keyboard.press('ArrowRight');
  await page.getByText(HOST, { exact: true }).waitFor();
  await page.getByText('2 open ports').waitFor();
  await page.keyboard.press('Enter');
  await page.waitForURL(`${api}/#/hosts/${HOST}`);

  // What strangers say is text.
  await page.getByText(`${greeter}/tcp`).first().waitFor();
  for (const summary of await page.locator('summary').all()) await summary.click();
  await page.getByText(`220 ${HOSTILE} FTP`).waitFor();
  expect(await page.locator('main script, main img').count()).toBe(0);
  expect(await page.locator('script').count()).toBe(1);
  expect(await page.evaluate('window.pwned')).toBeUndefined();

  // The filter is in the address; the export holds all.
  await page.goBack();
  await page.getByRole('link', { name: 'Hosts', exact: true }).click();
  await page.getByText('256 of 256 hosts').waitFor();
  await page.getByLabel('Port', { exact: true }).fill(String(greeter));
  await page.getByText('1 of 256 hosts').waitFor();
  expect(page.url()).toContain(`?port=${greeter}`);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'CSV' }).click();
  const csv = await readFile(await (await download).path(), 'utf8');
  expect(csv.trim().split('\r\n').length).toBeGreaterThan(256);
  expect(csv).toContain(HOST);

  expect(wrong).toEqual([]);
  await context.close();
});

test('a viewer is shown everything, and offered nothing that they may not', async () => {
  const body = { role: 'viewer', scopes: ['127.0.0.0/8'], owner: 'somebody' };
  const made = await stack.call('POST', '/v1/tokens', body);
  const page = await browser.newPage();
  await page.goto(api);
  await page.getByLabel('Token').fill('nobody knows it');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByText('This token is unknown, expired or revoked.').waitFor();
  await page.getByLabel('Token').fill(made.body.token);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByText('Nobody has made a task that you may see.').waitFor();
  expect(await page.getByText('New task').count()).toBe(0);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByLabel('Token').waitFor();
  expect(await page.evaluate('sessionStorage.length + document.cookie.length')).toBe(0);
  await page.close();
});

test('one signs in at the issuer, and a token that was asked for in another tab is not taken', async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(api);
  await page.getByRole('button', { name: `Sign in with ${new URL(issuer).host}` }).click();
  await page.getByText('Nothing is probed yet').waitFor();
  expect(page.url()).toBe(`${api}/#/tasks`);
  expect(await page.locator('.me').textContent()).toBe('operator');
  const other = await context.newPage();
  await other.goto(`${api}/?code=stolen&state=guessed`);
  await other.getByText('Signing in did not work').waitFor();
  expect(await other.evaluate('sessionStorage.length')).toBe(0);
  await context.close();
});

let filling: ReturnType<typeof fillNetwork> | undefined;
/** A network that has been probed for weeks; not before somebody has seen that there was none. */
const fillOnce = () => {
  filling ??= fillNetwork(stack.endpoints, 6500);
  return filling;
};

/** Every page, and what is there once it is drawn. */
const pagesOf = ({ taskId }: { readonly taskId: number }) =>
  [
    ['tasks', '/tasks', '.tasks tbody tr'],
    ['new-task', '/tasks/new?network=127.0.0.0/24&tcp=web', '.estimate dl'],
    ['edit-task', `/tasks/${taskId}/edit`, '.estimate dl'],
    ['map', `/tasks/${taskId}/map`, '.map.blocks'],
    ['map-of-24', '/tasks/1/map', '.map.grid'],
    ['hosts', `/tasks/${taskId}/hosts`, '.hosts tbody tr'],
    ['heat-map', `/tasks/${taskId}/hosts?view=heat`, '.heat canvas'],
    ['runs', `/tasks/${taskId}/runs`, 'tbody tr'],
    ['run', '/runs/1', '.map.grid'],
    ['host', `/hosts/${HOST}`, '.host-ports tr'],
    ['unknown-host', '/hosts/127.1.2.3', '.empty'],
    ['nowhere', '/nowhere', '.empty'],
  ] as const;

const NARROW = { width: 375, height: 800 };
const WIDE = { width: 1280, height: 900 };
const shoot = (page: Page, name: string) =>
  page.screenshot({ path: join(ARTEFACTS, `${name}.png`) });

type Look = { readonly colorScheme: 'light' | 'dark'; readonly locale: string };
const LOOKS: readonly Look[] = [
  { colorScheme: 'light', locale: 'en-GB' },
  { colorScheme: 'dark', locale: 'en-GB' },
  { colorScheme: 'light', locale: 'zh-CN' },
];

/** What is wrong with a page, wide and narrow; pictures of both where the fonts of this machine can write it. */
const look = async (page: Page, name: string, { colorScheme, locale }: Look) => {
  const isPictured = locale === 'en-GB';
  if (isPictured) await shoot(page, `${name}-${colorScheme}`);
  const rules = colorScheme === 'dark' ? CONTRAST : undefined;
  const findings = isPictured ? await seriousFindings(page, rules) : [];
  await page.setViewportSize(NARROW);
  const overflow = await overflowOf(page);
  if (isPictured && colorScheme === 'light') await shoot(page, `${name}-375`);
  await page.setViewportSize(WIDE);
  return findings.length + overflow > 0 ? [{ name, colorScheme, locale, findings, overflow }] : [];
};

test.each(LOOKS)('every page can be read, $colorScheme in $locale', async (one) => {
  // What axe-core is made of is text.
  const context = await browser.newContext({ bypassCSP: true, viewport: WIDE, ...one });
  const page = await context.newPage();
  const wrong: unknown[] = [];
  const filled = await fillOnce();
  await page.goto(signedIn);
  for (const [name, hash, drawn] of pagesOf(filled)) {
    await goTo(page, hash);
    await page.locator(`main ${drawn}`).first().waitFor();
    wrong.push(...(await look(page, name, one)));
  }
  expect(wrong).toEqual([]);
  expect(await page.locator('html').getAttribute('lang')).toBe(one.locale.replace('-GB', ''));
  await context.close();
});
