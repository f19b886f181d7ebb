import { createHash } from 'node:crypto';
import { Html, html } from '../contact-sheet/html.ts';
import { STYLE } from '../contact-sheet/style.ts';
import type { ClusterMap } from './cluster-map.ts';
import { pageScript } from './page-script.ts';
import { MAP_STYLE } from './style.ts';

const FIT_ALL = html`<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M2 6V2h4M10 2h4v4M14 10v4h-4M6 14H2v-4" fill="none" stroke="currentColor" stroke-width="1.8"/></svg>`;

/** The map as a whole HTML document that needs no other file. */
export function renderClusterMap(map: ClusterMap): string {
  const script = pageScript();
  // Nothing is fetched but the pictures inside the page, and no script runs but ours, whatever a file is called.
  const policy = [
    "default-src 'none'",
    'img-src data:',
    "style-src 'unsafe-inline'",
    `script-src 'sha256-${createHash('sha256').update(script).digest('base64')}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const isEmpty = map.points.length === 0;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="referrer" content="no-referrer">
<link rel="icon" href="data:,">
<title>${map.title}</title>
<style>${new Html(STYLE)}${new Html(MAP_STYLE)}</style>
</head>
<body>
<header class="head"><h1>${map.title}</h1>${
    !isEmpty &&
    html`<p class="sum">${summary(map)}</p><div class="finder" role="search"><input id="find" type="search" placeholder="Filter by tag, file, date" aria-label="Filter by tag, file or date" autocomplete="off" spellcheck="false"><span id="count" role="status"></span></div>`
  }</header>
<main class="stage">${isEmpty ? nothingYet(map) : theMap(map)}</main>
<footer class="foot">${
    !isEmpty &&
    html`<span class="keys"><kbd>+</kbd> <kbd>−</kbd> <kbd>0</kbd> zoom · <kbd>← ↑ ↓ →</kbd> move · <kbd>j</kbd> <kbd>k</kbd> next, previous in time · <kbd>/</kbd> filter · <kbd>Esc</kbd> clear</span>`
  }<span class="made">Made ${map.generatedAt}</span><bdi class="folders">${map.libraryFolders.join(' · ')}</bdi></footer>
${!isEmpty && html`<script type="application/json" id="data">${new Html(dataOf(map))}</script>`}
<script type="module">${new Html(script)}</script>
</body>
</html>
`.source;
}

function theMap({ points }: ClusterMap): Html {
  return html`<canvas id="map" tabindex="0" role="application" aria-roledescription="map" aria-label="Map of ${points.length} clusters; those that look alike lie side by side. j and k go from cluster to cluster in time order."></canvas>
<details class="windows"><summary>Windows of time</summary><div id="windows"></div></details>
<div class="zoom"><button type="button" id="closer" aria-label="Zoom in">+</button><button type="button" id="farther" aria-label="Zoom out">−</button><button type="button" id="all" aria-label="Show everything">${FIT_ALL}</button></div>
<div id="card" hidden></div>
<p id="said" class="said" role="status"></p>
<noscript><p class="empty"><strong>The map needs scripts</strong>The contact sheet shows the same clusters without.</p></noscript>`;
}

function nothingYet({ totalClusters }: ClusterMap): Html {
  return totalClusters === 0
    ? html`<p class="empty"><strong>No clusters yet</strong>They appear here when the pipeline has run: photo-tag run FOLDER</p>`
    : html`<p class="empty"><strong>Nothing to compare</strong>None of the ${totalClusters} clusters has a vector of the current model: photo-tag embeddings</p>`;
}

function summary({ points, windows, totalClusters }: ClusterMap): string {
  const photos = points.reduce((sum, point) => sum + point.photos, 0);
  const count = (value: number, one: string) =>
    `${value.toLocaleString('en')} ${one}${value === 1 ? '' : 's'}`;
  const hidden = totalClusters - points.length;
  const shown = `${count(points.length, 'cluster')}, ${count(photos, 'photo')}, ${count(windows.length, 'window')}`;
  return hidden > 0 ? `${shown}; ${count(hidden, 'cluster')} not shown` : shown;
}

/** Enough to tell points apart at the closest zoom. */
const DECIMALS = 5;

/** JSON that cannot end the script element that it stands in. */
function dataOf({ windows, points }: ClusterMap): string {
  const rounded = points.map((point) => ({
    ...point,
    x: Number(point.x.toFixed(DECIMALS)),
    y: Number(point.y.toFixed(DECIMALS)),
    aspect: Number(point.aspect.toFixed(2)),
  }));
  return JSON.stringify({ windows, points: rounded }).replaceAll('<', '\\u003c');
}
