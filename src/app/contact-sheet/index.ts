import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SheetProblem, SheetSummary } from '../../export/contact-sheet/contact-sheet.ts';
import { renderContactSheet } from '../../export/contact-sheet/render-contact-sheet.ts';
import { clusterFacts } from '../../stages/cluster-facts.ts';
import { digestOf } from '../../stages/digest.ts';
import { accountFiles } from '../account.ts';
import type { Library } from '../library.ts';
import { sheetCluster } from './sheet-cluster.ts';

/** A page of this many clusters opens at once and weighs a few megabytes. */
const CLUSTERS_PER_PAGE = 200;
/** The table of problems is for reading; `status --problems` has all. */
const MOST_PROBLEMS = 1000;
/** Raised when the page looks different, so that old ones are made anew. */
const LAYOUT_VERSION = 1;
const STAMP = '.made-from';

/**
 * Writes the contact sheet as self-contained pages: `index.html`, `page-2.html`… Their paths.
 * Each is written to a temporary file first; pages of a longer, older sheet are removed at the end.
 */
export async function writeContactSheet(library: Library, folder: string): Promise<string[]> {
  mkdirSync(folder, { recursive: true });
  const { store, settings } = library;
  const total = await store.clusters.count();
  const pages = Math.max(1, Math.ceil(total / CLUSTERS_PER_PAGE));
  const hrefs = Array.from({ length: pages }, (_, index) => pageName(index + 1));
  const { summary, problems } = await overview(library, total);
  const written: string[] = [];
  for (const [index, href] of hrefs.entries()) {
    const clusters = await store.clusters.page(index * CLUSTERS_PER_PAGE, CLUSTERS_PER_PAGE);
    const facts = await clusterFacts(store, clusters);
    const rows = [];
    for (const cluster of facts) rows.push(await sheetCluster(library, cluster));
    const html = renderContactSheet({
      title: 'Contact sheet',
      generatedAt: new Date().toLocaleString('en-GB', { dateStyle: 'long', timeStyle: 'short' }),
      libraryFolders: settings.roots,
      summary,
      page: { number: index + 1, count: pages, hrefs },
      clusters: rows,
      problems: index === 0 ? problems : [],
    });
    const file = join(folder, href);
    writeFileSync(`${file}.tmp`, html);
    renameSync(`${file}.tmp`, file);
    written.push(file);
  }
  const stale = readdirSync(folder).filter((name) => /^page-\d+\.html$/.test(name) && !hrefs.includes(name));
  for (const name of stale) rmSync(join(folder, name));
  return written;
}

/** Makes the sheet anew only where something that it shows has changed. */
export async function refreshContactSheet(library: Library, folder: string): Promise<void> {
  const stampFile = join(folder, STAMP);
  const stamp = await stampOf(library);
  const current = existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp;
  if (current && existsSync(join(folder, pageName(1)))) return;
  rmSync(stampFile, { force: true });
  await writeContactSheet(library, folder);
  writeFileSync(stampFile, stamp);
}

const pageName = (page: number): string => (page === 1 ? 'index.html' : `page-${page}.html`);

async function stampOf({ store, settings }: Library): Promise<string> {
  const shown = ['scan', 'metadata', 'dates', 'proxies', 'clusters', 'people', 'ck-tags', 'ai-tags'] as const;
  const digests = [...(await store.outcomes.digests(shown))];
  return digestOf([LAYOUT_VERSION, settings.roots, await store.files.countsByStatus(), digests]);
}

async function overview(
  library: Library,
  clusters: number,
): Promise<{ summary: SheetSummary; problems: SheetProblem[] }> {
  const counts = { files: 0, tagged: 0, duplicates: 0, skipped: 0, failed: 0 };
  const problems: SheetProblem[] = [];
  for await (const { path, state, stage, reason } of accountFiles(library.store)) {
    counts.files++;
    if (state === 'tagged') counts.tagged++;
    if (state !== 'duplicate' && state !== 'skipped' && state !== 'failed') continue;
    counts[state === 'duplicate' ? 'duplicates' : state]++;
    if (problems.length < MOST_PROBLEMS)
      problems.push({ path, stage: stage ?? 'scan', status: state, reason });
  }
  const { photos } = await library.store.files.totals();
  const { dated, peopleSets } = await datedAndPeople(library);
  return { summary: { ...counts, photos, clusters, dated, peopleSets }, problems };
}

async function datedAndPeople({ store }: Library): Promise<{ dated: number; peopleSets: number }> {
  let dated = 0;
  let peopleSets = 0;
  for (let offset = 0; ; offset += CLUSTERS_PER_PAGE) {
    const facts = await clusterFacts(store, await store.clusters.page(offset, CLUSTERS_PER_PAGE));
    for (const { members, people } of facts) {
      dated += members.filter((photo) => photo.captureTime?.wallMillis != null).length;
      if (people !== 'no-people') peopleSets++;
    }
    if (facts.length < CLUSTERS_PER_PAGE) return { dated, peopleSets };
  }
}
