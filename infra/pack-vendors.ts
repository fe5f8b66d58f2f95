import { mkdirSync, writeFileSync } from 'node:fs';
import { brotliCompressSync, constants } from 'node:zlib';
import { vendorTable } from './vendor-table.ts';

/** `npm run vendors`: packs the registry of MAC prefixes anew, after an update of oui-data. */
const folder = new URL('../shared/identify/vendors/', import.meta.url);
/** 2 MiB hold the whole table; whoever reads it takes so much memory. */
const WINDOW_BITS = 21;
const params = {
  [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
  [constants.BROTLI_PARAM_LGWIN]: WINDOW_BITS,
  [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
};

const packed = brotliCompressSync(vendorTable(), { params });
mkdirSync(folder, { recursive: true });
writeFileSync(new URL('vendors.tsv.br', folder), packed);
console.log(`${packed.length} bytes`);
