import { writeFile } from 'node:fs/promises';
import { apiAnswersOf } from './api-answers.ts';
import { apiTypesOf } from './api-types.ts';
import { description } from './description.ts';
import { stamped } from './stamp.ts';

const write = (name: string, text: string) =>
  writeFile(new URL(`../${name}`, import.meta.url), text);

/** `npm run client`: makes the client anew when the API has changed. */
const document = await description();
await write('api.d.ts', stamped(document, await apiTypesOf(document)));
await write('answers.json', apiAnswersOf(document));
