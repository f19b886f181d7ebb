import { readFileSync, writeFileSync } from 'node:fs';
import { withCatalog } from './render-catalog.ts';

/** `npm run render-examples`: writes the catalogue into its page; a test holds the page to it. */
const page = new URL('../../../docs/models.md', import.meta.url);
writeFileSync(page, withCatalog(readFileSync(page, 'utf8')));
