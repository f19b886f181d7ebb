import { createHash } from 'node:crypto';
import { clusterRow } from './cluster-row.ts';
import type { ContactSheet, SheetPage, SheetProblem, SheetSummary } from './contact-sheet.ts';
import { FILTER_SCRIPT } from './filter-script.ts';
import { Html, html, localAddress } from './html.ts';
import { STYLE } from './style.ts';

/** Nothing is fetched but pictures beside the page, and no script runs but ours, whatever a file is called. */
const POLICY = [
  "default-src 'none'",
  "img-src 'self' data: file:",
  "style-src 'unsafe-inline'",
  `script-src 'sha256-${createHash('sha256').update(FILTER_SCRIPT).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** Page numbers beside the current one that are shown; the first and the last are always. */
const PAGES_AROUND = 2;

/** A green square with a white dot, as SVG; without an icon browsers ask the server for one. */
const ICON =
  'data:image/svg+xml;base64,PHN2ZyB4bWxucz0naHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmcnIHZpZXdCb3g9JzAgMCAxNiAxNic+PHJlY3Qgd2lkdGg9JzE2JyBoZWlnaHQ9JzE2JyByeD0nMycgZmlsbD0nIzE4NmI1NycvPjxjaXJjbGUgY3g9JzgnIGN5PSc4JyByPSc0JyBmaWxsPScjZmZmJy8+PC9zdmc+';

/** One page of the contact sheet as a whole HTML document that needs no other file but the thumbs it names. */
export function renderContactSheet(sheet: ContactSheet): string {
  const { title, page, clusters } = sheet;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="referrer" content="no-referrer">
<link rel="icon" href="${ICON}">
<title>${title}${page.count > 1 && ` – page ${page.number} of ${page.count}`}</title>
<style>${new Html(STYLE)}</style>
</head>
<body>
<a class="skip" href="#rows">To the clusters</a>
<header class="top wide">
<h1>${title}</h1>
<p>${sheet.libraryFolders.join(' · ')}</p>
${numbers(sheet.summary)}
</header>
${clusters.length > 0 && finderBar(page)}
<main class="wide" id="rows">
${clusters.length === 0 ? nothingYet(sheet.summary) : clusters.map(clusterRow)}
<p class="empty" id="nothing" hidden><strong>Nothing on this page fits</strong>The filter looks at tags, file names, places and times.</p>
${problemTable(sheet.problems)}
</main>
<footer class="wide">${pageLinks(page)}<p>Made ${sheet.generatedAt}. Photos are never changed: tags go into sidecars, and only when you say so.</p></footer>
<script>${new Html(FILTER_SCRIPT)}</script>
</body>
</html>
`.source;
}

/** The box needs the script, so it is hidden until the script shows it. */
function finderBar(page: SheetPage): Html {
  return html`<div class="bar"><div class="wide">
<div class="finder" role="search" hidden><input id="find" type="search" placeholder="Filter by tag, file, place" aria-label="Filter by tag, file or place" autocomplete="off" spellcheck="false"><span id="count" role="status"></span><span class="keys"><kbd>/</kbd> filter <kbd>j</kbd> <kbd>k</kbd> next, previous</span></div>
${pageLinks(page)}
</div></div>`;
}

function numbers(summary: SheetSummary): Html {
  const entries: readonly (readonly [string, number, 'bad' | 'plain'])[] = [
    ['files', summary.files, 'plain'],
    ['photos', summary.photos, 'plain'],
    ['clusters', summary.clusters, 'plain'],
    ['tagged', summary.tagged, 'plain'],
    ['dated', summary.dated, 'plain'],
    ['people sets', summary.peopleSets, 'plain'],
    ['duplicates', summary.duplicates, 'plain'],
    ['skipped', summary.skipped, 'plain'],
    ['failed', summary.failed, 'bad'],
  ];
  return html`<dl class="numbers">${entries.map(
    ([label, value, kind]) =>
      html`<div class="${value === 0 ? 'zero' : kind}"><dt>${label}</dt><dd>${value.toLocaleString('en')}</dd></div>`,
  )}</dl>`;
}

function pageLinks({ number, count, hrefs }: SheetPage): Html | false {
  if (count < 2) return false;
  const shown = Array.from({ length: count }, (_, i) => i + 1).filter(
    (n) => n === 1 || n === count || Math.abs(n - number) <= PAGES_AROUND,
  );
  const link = (n: number, label: string, rel: string): Html =>
    html`<li><a href="${localAddress(hrefs[n - 1] ?? '')}" rel="${rel}">${label}</a></li>`;
  return html`<nav class="pages" aria-label="Pages"><ul>${number > 1 && link(number - 1, '← Previous', 'prev')}${shown.map(
    (n, i) =>
      html`${i > 0 && n - shown[i - 1]! > 1 && html`<li><span aria-hidden="true">…</span></li>`}${
        n === number ? html`<li><span aria-current="page">${n}</span></li>` : link(n, String(n), 'bookmark')
      }`,
  )}${number < count && link(number + 1, 'Next →', 'next')}</ul></nav>`;
}

function nothingYet({ files, photos }: SheetSummary): Html {
  return files === 0
    ? html`<p class="empty"><strong>No photos found</strong>The folders above hold no file with a known extension.</p>`
    : html`<p class="empty"><strong>No clusters yet</strong>${photos} photos are known. Clusters appear here when the pipeline has run to its end.</p>`;
}

const STATUS_ORDER = ['failed', 'skipped', 'duplicate'] as const;

function problemTable(problems: readonly SheetProblem[]): Html | false {
  if (problems.length === 0) return false;
  const sorted = problems.toSorted((a, b) => STATUS_ORDER.indexOf(a.status) - STATUS_ORDER.indexOf(b.status));
  const counts = STATUS_ORDER.map((status) => ({
    status,
    count: problems.filter((problem) => problem.status === status).length,
  })).filter(({ count }) => count > 0);
  return html`<details class="problems"><summary>Files that need a look: ${counts
    .map(({ status, count }) => `${count} ${status}`)
    .join(
      ', ',
    )}</summary><div class="scroll" tabindex="0" role="region" aria-label="Files that need a look"><table><thead><tr><th scope="col">Status</th><th scope="col">Stage</th><th scope="col">File</th><th scope="col">Reason</th></tr></thead><tbody>${sorted.map(
    ({ path, stage, status, reason }) =>
      html`<tr><td class="status ${status}">${status}</td><td>${stage}</td><td class="path"><bdi>${path}</bdi></td><td>${reason}</td></tr>`,
  )}</tbody></table></div></details>`;
}
