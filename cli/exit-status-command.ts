import { Command } from 'commander';
import { printableJson } from '#shared/domain/printable.ts';
import type { Act } from './act.ts';
import { EXIT, EXIT_MEANINGS, type ExitName } from './exit-status.ts';
import { JSON_FLAG } from './json-flag.ts';

const TABLE = Object.entries(EXIT_MEANINGS)
  .map(([name, meaning]) => `${String(EXIT[name as ExitName]).padStart(5)}  ${meaning}`)
  .join('\n');

/** `netsweep exit-status`, and `netsweep help exit-status`. */
export const exitStatusCommand = (act: Act): Command =>
  new Command('exit-status')
    .description('what the exit statuses mean')
    .option(...JSON_FLAG)
    .addHelpText('after', `\nExit statuses:\n${TABLE}`)
    .action(({ json }: { readonly json?: boolean }) =>
      act(async ({ out }) => {
        const statuses = Object.entries(EXIT_MEANINGS).map(([name, meaning]) => ({
          status: EXIT[name as ExitName],
          name,
          meaning,
        }));
        await out.write(json ? `${printableJson({ statuses })}\n` : `${TABLE}\n`);
        return EXIT.done;
      }),
    );
