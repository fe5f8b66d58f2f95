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
import { overflowOf, seriousFindings, watchContext } from '#test/support/page-checks.ts';

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

const stack = await useStack();
const { api, token } = stack.endpoints;
const browser = await launchBrowser();
afterAll(() => browser.close());
await mkdir(ARTEFACTS, { recursive: true });

const signedIn = `${api}/#token=${token}`;
const goTo = (page: Page, hash: string) =>
  page.evaluate((to) => {
    location.hash = to;
  }, hash);

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
  await page.getByText('Next five times').waitFor();
  expect(await page.locator('.next-times li').count()).toBe(5);
  await page.getByRole('button', { name: 'Create and start' }).click();

  // Watch.
  await page.getByText('Done: 256 hosts are online').waitFor({ timeout: 60_000 });
  expect(await page.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('100');

  // The map by keyboard: the sixth cell of the first row.
  await page.getByRole('link', { name: '127.77.0.0/24' }).click();
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
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('This token is unknown, expired or revoked.').waitFor();
  await page.getByLabel('Token').fill(made.body.token);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('Nobody has made a task that you may see.').waitFor();
  expect(await page.getByText('New task').count()).toBe(0);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByLabel('Token').waitFor();
  expect(await page.evaluate('sessionStorage.length + document.cookie.length')).toBe(0);
  await page.close();
});

test('every page can be read in both themes, in both languages and on a telephone', async () => {
  const { taskId, runId } = await fillNetwork(stack.endpoints, 6500);
  const pages = [
    ['tasks', '/tasks', '127.7.0.0/16'],
    ['new-task', '/tasks/new?network=127.0.0.0/24&tcp=web', 'TCP'],
    ['map', `/tasks/${taskId}/map`, '127.7.0.0/16'],
    ['map-of-24', '/tasks/1/map', '127.77.0.0/24'],
    ['hosts', `/tasks/${taskId}/hosts`, 'desk-'],
    ['heat-map', `/tasks/${taskId}/hosts?view=heat`, '22'],
    ['runs', `/tasks/${taskId}/runs`, String(runId)],
    ['run', '/runs/1', '127.77.0.0/24'],
    ['host', `/hosts/${HOST}`, 'tcp'],
  ] as const;
  const wrong: unknown[] = [];
  for (const [colorScheme, locale] of [
    ['light', 'en-GB'],
    ['dark', 'zh-CN'],
  ] as const) {
    const context = await browser.newContext({
      bypassCSP: true,
      colorScheme,
      locale,
      viewport: { width: 1280, height: 900 },
    });
    const page = await context.newPage();
    await page.goto(signedIn);
    for (const [name, hash, text] of pages) {
      await goTo(page, hash);
      await page.locator('main').getByText(text).first().waitFor();
      await page.screenshot({ path: join(ARTEFACTS, `${name}-${colorScheme}.png`) });
      const findings = await seriousFindings(page);
      await page.setViewportSize({ width: 375, height: 800 });
      const overflow = await overflowOf(page);
      if (findings.length + overflow > 0) wrong.push({ name, colorScheme, findings, overflow });
      await page.screenshot({ path: join(ARTEFACTS, `${name}-${colorScheme}-375.png`) });
      await page.setViewportSize({ width: 1280, height: 900 });
    }
    await context.close();
  }
  expect(wrong).toEqual([]);
});
