import type { Result } from '#test/bench/engine/results.ts';
import { type Place, spread } from './place.ts';

const ROUNDS = 7;

const PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN";

/** A browser that has never seen the page opens it on the map of the /16. */
const once = async ({ browser, api, token, taskId }: Place) => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  await page.addInitScript((text) => sessionStorage.setItem('netsweep.token', text), token);
  const startedAt = performance.now();
  await page.goto(`${api}/#/tasks/${taskId}/map`);
  await page.locator('.map.blocks').waitFor();
  const drawn = performance.now() - startedAt;
  const paint = Number(await page.evaluate(PAINT));
  await context.close();
  return { paint, drawn };
};

/** How soon something is there, and how soon the map of 65,536 addresses is. */
export const firstPaints = async (place: Place): Promise<Result[]> => {
  // The first one warms up the functions, as the page before would have.
  await once(place);
  const rounds: Awaited<ReturnType<typeof once>>[] = [];
  for (let round = 0; round < ROUNDS; round += 1) rounds.push(await once(place));
  return [
    {
      what: 'first contentful paint, nothing cached',
      goal: '≤ 500 ms',
      measured: spread(rounds.map(({ paint }) => paint)),
    },
    {
      what: `map of a /16 with ${place.hosts} hosts drawn, nothing cached`,
      goal: '–',
      measured: spread(rounds.map(({ drawn }) => drawn)),
    },
  ];
};
