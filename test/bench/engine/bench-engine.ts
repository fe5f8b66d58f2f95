import { parseArgs } from 'node:util';
import { testbed, withBed } from './beds.ts';
import { withEngine } from './contenders.ts';
import { cpuPart } from './cpu-part.ts';
import { installNmap } from './nmap-package.ts';
import { nmapPart } from './nmap-part.ts';
import { type Result, record, type Wants } from './results.ts';
import { scalePart } from './scale-part.ts';
import { simnetPart } from './simnet-part.ts';

/**
 * `npm run bench:engine [-- --only cpu,nmap,scale,simnet --rounds 5 --rows text]`: the engine in networks of its own
 * making, none of which has a way out. `--rows` measures only the rows of a part that have the text in their name. Root,
 * Linux, gcc, python3, iproute2. Writes RESULTS.md beside.
 */
const parts: Readonly<Record<string, (rounds: number, wants: Wants) => Promise<Result[]>>> = {
  cpu: (rounds) => withBed(testbed, [], () => cpuPart(rounds)),
  nmap: async (rounds, wants) => {
    await installNmap();
    return withBed(testbed, [], () => nmapPart(rounds, wants));
  },
  scale: (rounds, wants) => withBed(testbed, [], () => scalePart(rounds, wants)),
  simnet: simnetPart,
};

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    rounds: { type: 'string', default: '5' },
    rows: { type: 'string', default: '' },
  },
});
if (process.getuid?.() !== 0) throw new Error('network namespaces want root');
const wanted = values.only?.split(',') ?? Object.keys(parts);
await withEngine(async () => {
  for (const name of wanted) {
    const part = parts[name];
    if (!part) throw new Error(`no part ${name}; there are ${Object.keys(parts).join(', ')}`);
    const results = await part(Number(values.rounds), (what) => what.includes(values.rows));
    record(name, results, values.rows === '');
  }
});
