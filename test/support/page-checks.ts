import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type axe from 'axe-core';
import type { BrowserContext, Page } from 'playwright-core';

const axeSource = await readFile(
  createRequire(import.meta.url).resolve('axe-core/axe.min.js'),
  'utf8',
);

type Finding = { readonly rule: string; readonly at: string };

/** What of a page another theme may change. */
export const CONTRAST = ['color-contrast'];

/**
 * What is wrong with a page for those who cannot see it well, or use no mouse: findings of axe-core that are serious or worse,
 * by all of its rules or some.
 */
export const seriousFindings = async (page: Page, runOnly?: string[]): Promise<Finding[]> => {
  await page.evaluate(axeSource);
  const options = { resultTypes: ['violations'], preload: false, ...(runOnly && { runOnly }) };
  const { violations } = (await page.evaluate(
    `axe.run(${JSON.stringify(options)})`,
  )) as axe.AxeResults;
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => ({ rule: id, at: html.slice(0, 300) })));
};

/** Notes all that a page must never do: ask somebody else, break its own policy, fail. */
export const watchContext = async (context: BrowserContext, origin: string): Promise<string[]> => {
  const wrong: string[] = [];
  context.on('request', (request) => {
    const { origin: asked, protocol } = new URL(request.url());
    if (asked !== origin && protocol !== 'blob:') wrong.push(`asked ${request.url()}`);
  });
  context.on('weberror', (error) => wrong.push(`failed: ${error.error().message}`));
  context.on('console', (message) => {
    if (message.type() === 'error') wrong.push(`said: ${message.text()}`);
  });
  return wrong;
};

/** How many pixels a page is wider than its window. */
export const overflowOf = (page: Page): Promise<number> =>
  page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
