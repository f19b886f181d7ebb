import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { modelLabel } from '../../domain/model.ts';
import { CATALOG } from './index.ts';
import { renderCatalog, withCatalog } from './render-catalog.ts';

const page = readFileSync(new URL('../../../docs/models.md', import.meta.url), 'utf8');

it('docs/models.md shows the catalogue as it is; `npm run render-examples` writes it', () => {
  expect(page).toBe(withCatalog(page));
});

it('every model is in the table with its licence and where its files come from', () => {
  const rendered = renderCatalog();
  for (const entry of CATALOG) {
    const row = rendered.split('\n').find((line) => line.startsWith(`| \`${modelLabel(entry)}\``));
    expect(row).toContain(entry.licence.name);
    expect(row).toContain(entry.repository);
    expect(row).toContain(entry.accuracy[0]!.source);
  }
});
