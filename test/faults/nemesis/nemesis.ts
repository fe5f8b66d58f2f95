import { Command } from 'commander';
import { torment } from './torment.ts';
import { whole } from './whole.ts';

const { seconds, seed, runs } = new Command('nemesis')
  .description('random faults on a live stack on this machine, then a check of all that must hold')
  .option('--seconds <n>', 'how long the faults last', whole, 120)
  .option('--seed <n>', 'which faults: the same seed decides the same', whole, 1)
  .option('--runs <n>', 'so many seeds, from the given one on', whole, 1)
  .parse()
  .opts<{ seconds: number; seed: number; runs: number }>();

for (let one = seed; one < seed + runs; one += 1) {
  console.log(`seed ${one}: ${seconds} s`);
  const { violations, ...summary } = await torment(one, seconds);
  console.log(JSON.stringify(summary));
  for (const { invariant, text } of violations) console.log(`VIOLATED ${invariant}: ${text}`);
  if (violations.length > 0) process.exitCode = 1;
}
