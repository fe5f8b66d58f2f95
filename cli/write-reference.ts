import { writeFile } from 'node:fs/promises';
import process from 'node:process';
import { outputOn } from './output.ts';
import { programOf } from './program.ts';
import { referenceOf } from './reference.ts';

/** `npm run reference`: writes docs/cli.md anew when a command has changed. */
const [out, err] = [outputOn(process.stdout, {}), outputOn(process.stderr, {})];
const program = programOf(async () => {}, { out, err, interrupted: new AbortController().signal });
await writeFile(new URL('../docs/cli.md', import.meta.url), referenceOf(program));
