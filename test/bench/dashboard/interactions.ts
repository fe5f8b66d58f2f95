import type { Page } from 'playwright-core';
import type { Result } from '#test/bench/engine/results.ts';
import { type Place, spread } from './place.ts';

/** Every event that took a frame or more, as the browser itself measures them: from the input to the next paint. */
const WATCH = `
  window.slow = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (entry.interactionId > 0 || entry.name === 'pointermove') window.slow.push(entry.duration);
  }).observe({ type: 'event', durationThreshold: 16, buffered: false });`;
const FRAME_MS = 16;
/** Pages of hosts come one after the other. */
const MOST_MS = 300_000;

/** What interactions took while something is done; those below a frame are not told of one by one. */
const during = async (page: Page, act: () => Promise<void>): Promise<number[]> => {
  await page.evaluate('window.slow = []');
  await act();
  await page.waitForTimeout(300);
  const slow = (await page.evaluate('window.slow')) as number[];
  return slow.length > 0 ? slow : [FRAME_MS];
};

const onMap = async (page: Page): Promise<void> => {
  const map = page.getByRole('application');
  await map.focus();
  for (let step = 0; step < 20; step += 1) await page.keyboard.press('ArrowDown');
  for (let x = 20; x < 400; x += 20) await page.mouse.move(100 + x, 350 + x / 2);
};

const byColour = async (page: Page): Promise<void> => {
  await page.locator('.mode-choice select').focus();
  for (let step = 0; step < 6; step += 1)
    await page.keyboard.press(step < 3 ? 'ArrowDown' : 'ArrowUp');
};

const zoom = async (page: Page): Promise<void> => {
  for (let round = 0; round < 3; round += 1) {
    await page.locator('.map.blocks').click({ position: { x: 100 + round * 90, y: 200 } });
    await page.locator('.map.grid').waitFor();
    await page.locator('.map-path button').first().click();
    await page.locator('.map.blocks').waitFor();
  }
};

/** From a click until there is something to look at, and until all of it is there. */
const openHosts = async (page: Page) => {
  const startedAt = performance.now();
  await page.getByRole('link', { name: 'Hosts', exact: true }).click();
  await page.locator('.hosts tbody tr').first().waitFor();
  const firstRow = performance.now() - startedAt;
  await page.getByText(/ of [\d,]+ hosts/).waitFor({ timeout: MOST_MS });
  return { firstRow, allRows: performance.now() - startedAt };
};

const filterHosts = async (page: Page): Promise<void> => {
  await page.getByRole('searchbox').last().pressSequentially('desk nginx', { delay: 30 });
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.press('Delete');
};

const sortHosts = async (page: Page): Promise<void> => {
  for (const name of ['Name', 'Vendor', 'Open ports', 'Address'])
    await page.locator('.hosts .sort', { hasText: name }).click();
};

/** Frames while one scrolls through all of the table as fast as the wheel goes. */
const SCROLL = `new Promise((resolve) => {
  const box = document.querySelector('.hosts-scroller');
  const frames = [];
  let last = performance.now();
  const step = (now) => {
    frames.push(now - last);
    last = now;
    box.scrollTop += 900;
    if (box.scrollTop + box.clientHeight < box.scrollHeight - 1 && frames.length < 300) requestAnimationFrame(step);
    else resolve(frames.slice(1));
  };
  requestAnimationFrame(step);
})`;

const row = (what: string, samples: readonly number[], goal = '≤ 100 ms'): Result => ({
  what,
  goal,
  measured: spread(samples),
});

/** How soon the page answers to what one does. */
export const interactions = async ({
  browser,
  api,
  token,
  taskId,
  hosts,
}: Place): Promise<Result[]> => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  await page.addInitScript((text) => sessionStorage.setItem('netsweep.token', text), token);
  await page.addInitScript(WATCH);
  await page.goto(`${api}/#/tasks/${taskId}/map`);
  await page.locator('.map.blocks').waitFor();
  const rows = [
    row('map: pointing and arrow keys', await during(page, () => onMap(page))),
    row('map: another colouring of 65,536 cells', await during(page, () => byColour(page))),
    row('map: into a /24 and back out', await during(page, () => zoom(page))),
  ];
  const { firstRow, allRows } = await openHosts(page);
  rows.push(
    row('hosts: from the click to the first row', [firstRow], '–'),
    row(`hosts: from the click to all ${hosts}`, [allRows], '–'),
    row(`hosts: typing a filter over ${hosts} hosts`, await during(page, () => filterHosts(page))),
    row(`hosts: sorting ${hosts} hosts`, await during(page, () => sortHosts(page))),
    row(
      'hosts: a frame while scrolling through all',
      (await page.evaluate(SCROLL)) as number[],
      '≤ 50 ms',
    ),
  );
  await context.close();
  return rows;
};
